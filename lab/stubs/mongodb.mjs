/**
 * A stub, no MongoDB: answers `hello` and its older name, and lists a database to anybody (`open`) or to nobody (`closed`).
 * Messages: MongoDB Wire Protocol, OP_MSG (2013), OP_QUERY (2004) and OP_REPLY (1); documents: bsonspec.org, version 1.1.
 *
 *     node lab/stubs/mongodb.mjs open|closed PORT
 */
import { createServer } from 'node:net';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const MAX_MESSAGE_BYTES = 48_000_000;
const UNAUTHORIZED = 13;

const [mode, port] = process.argv.slice(2);

function document(fields) {
  const elements = Object.entries(fields).map(([name, value]) => element(name, value));
  const body = Buffer.concat([...elements, Buffer.from([0])]);
  return Buffer.concat([int32(body.length + 4), body]);
}

function element(name, value) {
  const named = (type, bytes) => Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), bytes]);
  if (typeof value === 'number') return named(0x01, double(value));
  if (typeof value === 'boolean') return named(0x08, Buffer.from([Number(value)]));
  if (typeof value === 'string')
    return named(0x02, Buffer.concat([int32(Buffer.byteLength(value) + 1), Buffer.from(`${value}\0`)]));
  return named(Array.isArray(value) ? 0x04 : 0x03, document(value));
}

function int32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function double(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

/** What is asked is told by the name of the first field of the document; nothing else of it matters here. */
function answerTo(bytes) {
  const command = bytes.toString('latin1', 5, bytes.indexOf(0, 5));
  if (/^(?:hello|ismaster)$/iu.test(command)) {
    return { isWritablePrimary: true, maxBsonObjectSize: 16_777_216, minWireVersion: 0, maxWireVersion: 17, ok: 1 };
  }
  if (mode === 'open' && command === 'listDatabases')
    return { databases: [{ name: 'admin', sizeOnDisk: 40_960, empty: false }], ok: 1 };
  if (mode === 'open' && command === 'buildInfo') return { version: '6.0.0', ok: 1 };
  return { ok: 0, errmsg: `command ${command} requires authentication`, code: UNAUTHORIZED, codeName: 'Unauthorized' };
}

function reply(message) {
  const [id, operation] = [message.readInt32LE(4), message.readInt32LE(12)];
  // OP_MSG: flags, kind of section, document. OP_QUERY: flags, name of the collection, skip, limit, document.
  const start = operation === OP_MSG ? HEADER_BYTES + 5 : message.indexOf(0, HEADER_BYTES + 4) + 9;
  const answer = document(answerTo(message.subarray(start)));
  const asMessage = operation === OP_MSG;
  const body = asMessage
    ? Buffer.concat([int32(0), Buffer.from([0]), answer])
    : Buffer.concat([Buffer.alloc(16), int32(1), answer]);
  const header = [int32(HEADER_BYTES + body.length), int32(1), int32(id), int32(asMessage ? OP_MSG : OP_REPLY)];
  return Buffer.concat([...header, body]);
}

createServer((socket) => {
  let buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    while (buffer.length >= HEADER_BYTES) {
      const length = buffer.readInt32LE(0);
      const operation = buffer.readInt32LE(12);
      if (length < HEADER_BYTES + 10 || length > MAX_MESSAGE_BYTES || ![OP_MSG, OP_QUERY].includes(operation)) {
        socket.destroy();
        return;
      }
      if (buffer.length < length) return;
      socket.write(reply(buffer.subarray(0, length)));
      buffer = buffer.subarray(length);
    }
  });
}).listen(Number(port), '::');
