/**
 * A stub, no Windows: answers a node status request with its names (`open`), or hears it and is silent (`closed`).
 * RFC 1002, sections 4.2.17 and 4.2.18; names of RFC 1001, section 14.1, have 15 characters and a suffix.
 *
 *     node lab/stubs/netbios.mjs open|closed
 */
import { createSocket } from 'node:dgram';

const NODE_STATUS = 0x0021;
const QUESTION_BYTES = 12 + 34 + 4;
const STATISTICS_BYTES = 46;
const ACTIVE = 0x0400;
const GROUP = 0x8000;

const NAMES = [
  ['LABPC', 0x00, ACTIVE],
  ['LABPC', 0x20, ACTIVE],
  ['LABGROUP', 0x00, ACTIVE | GROUP],
];

const open = process.argv[2] === 'open';
const socket = createSocket('udp4');
socket.on('message', (data, peer) => {
  if (!open || data.length < QUESTION_BYTES || data.readUInt16BE(46) !== NODE_STATUS) return;
  const names = NAMES.map(([name, suffix, flags]) => {
    const entry = Buffer.alloc(18, ' ');
    entry.write(name);
    entry[15] = suffix;
    entry.writeUInt16BE(flags, 16);
    return entry;
  });
  const body = Buffer.concat([Buffer.from([names.length]), ...names, Buffer.alloc(STATISTICS_BYTES)]);
  const header = Buffer.alloc(12);
  data.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8400, 2); // a response, with authority
  header.writeUInt16BE(1, 6);
  const record = Buffer.alloc(10);
  record.writeUInt16BE(NODE_STATUS, 0);
  record.writeUInt16BE(1, 2);
  record.writeUInt16BE(body.length, 8);
  socket.send(Buffer.concat([header, data.subarray(12, 46), record, body]), peer.port, peer.address);
});
socket.bind(137);
