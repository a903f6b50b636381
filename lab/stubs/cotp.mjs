/**
 * A stub, no X.400 system: takes an ISO transport connection over TCP (`open`) or refuses it (`closed`).
 * RFC 1006 (TPKT: version 3, reserved, length), X.224 section 13: CR 0xE0, CC 0xD0, DR 0x80, references, class.
 *
 *     node lab/stubs/cotp.mjs open|closed PORT
 */
import { createServer } from 'node:net';

const TPKT_VERSION = 3;
const TPKT_BYTES = 4;
const CONNECTION_REQUEST = 0xe0;
const CONNECTION_CONFIRM = 0xd0;
const DISCONNECT_REQUEST = 0x80;
const OWN_REFERENCE = [0x00, 0x2a];
/** X.224, 13.5.3: connection request refused on this network connection. */
const REFUSED = 0x88;

const [mode, port] = process.argv.slice(2);

createServer((socket) => {
  let buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    if (buffer.length < TPKT_BYTES) return;
    const length = buffer.readUInt16BE(2);
    if (buffer[0] !== TPKT_VERSION || length < 11) {
      socket.destroy();
      return;
    }
    if (buffer.length < length) return;
    if ((buffer[5] ?? 0) !== CONNECTION_REQUEST) {
      socket.destroy();
      return;
    }
    const theirs = [...buffer.subarray(8, 10)];
    buffer = buffer.subarray(length);
    if (mode === 'open')
      socket.write(Buffer.from([3, 0, 0, 11, 6, CONNECTION_CONFIRM, ...theirs, ...OWN_REFERENCE, 0]));
    else socket.end(Buffer.from([3, 0, 0, 11, 6, DISCONNECT_REQUEST, ...theirs, ...OWN_REFERENCE, REFUSED]));
  });
}).listen(Number(port), '::');
