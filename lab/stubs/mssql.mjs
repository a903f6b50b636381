/**
 * A stub, no SQL Server: answers the PRELOGIN of TDS and, where asked to, the browser service.
 * MS-TDS 2.2.6.5 (PRELOGIN: a table of options, then their values), MS-SQLR 2.2.5 (SVR_RESP).
 *
 *     node lab/stubs/mssql.mjs open|closed      1433/tcp; `open` takes logins without encryption and answers on 1434/udp
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const PRELOGIN = 0x12;
const TABULAR_RESULT = 0x04;
const END_OF_MESSAGE = 0x01;
const HEADER_BYTES = 8;

const ENCRYPT_NOT_SUPPORTED = 2;
const ENCRYPT_REQUIRED = 3;

const CLNT_UCAST_EX = 0x03;
const SVR_RESP = 0x05;

const open = process.argv[2] === 'open';

function preloginAnswer() {
  // VERSION 16.0.1000, sub-build 0; ENCRYPTION; INSTOPT; THREADID; MARS off.
  const values = [
    [0, Buffer.from([16, 0, 0x03, 0xe8, 0, 0])],
    [1, Buffer.from([open ? ENCRYPT_NOT_SUPPORTED : ENCRYPT_REQUIRED])],
    [2, Buffer.from([0])],
    [3, Buffer.alloc(0)],
    [4, Buffer.from([0])],
  ];
  let offset = values.length * 5 + 1;
  const table = values.map(([token, value]) => {
    const entry = Buffer.from([token, offset >> 8, offset & 0xff, value.length >> 8, value.length & 0xff]);
    offset += value.length;
    return entry;
  });
  const body = Buffer.concat([...table, Buffer.from([0xff]), ...values.map(([, value]) => value)]);
  const length = HEADER_BYTES + body.length;
  return Buffer.concat([Buffer.from([TABULAR_RESULT, END_OF_MESSAGE, length >> 8, length & 0xff, 0, 0, 1, 0]), body]);
}

createServer((socket) => {
  let buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    if (buffer.length < HEADER_BYTES) return;
    if (buffer[0] !== PRELOGIN) socket.destroy();
    else if (buffer.length >= buffer.readUInt16BE(2)) {
      socket.write(preloginAnswer());
      buffer = Buffer.alloc(0);
    }
  });
}).listen(1433, '::');

if (open) {
  const browser = createSocket('udp6');
  browser.on('message', (data, peer) => {
    if (data[0] !== CLNT_UCAST_EX) return;
    const text = 'ServerName;LAB;InstanceName;MSSQLSERVER;IsClustered;No;Version;16.0.1000.6;tcp;1433;;';
    const header = Buffer.from([SVR_RESP, text.length & 0xff, text.length >> 8]);
    browser.send(Buffer.concat([header, Buffer.from(text)]), peer.port, peer.address);
  });
  browser.bind(1434, '::');
}
