/**
 * A server that is out to harm whoever asks:   node lab/hostile/hostile.mjs VARIANT [PORT]
 *
 * It prints `listening PORT` and goes on until it is ended. Without a port it listens on loopback on any that is free;
 * with one on every address, which is for namespaces of the lab.
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** The largest answer, in bytes: more than anybody should keep. */
const BURST = 100 * 1024 * 1024;
const CHUNK = 64 * 1024;

/** Datagrams in answer to one: enough to notice, too few to fill a machine's buffers for long. */
const FLOOD = 2000;

const ESCAPE = '\u001b';

/** Clears the screen, sets the title and the clipboard, turns the reading direction, hides text, rings. */
const ESCAPES = Buffer.concat([
  Buffer.from(`220 ${ESCAPE}[2J${ESCAPE}]0;owned\u0007${ESCAPE}]52;c;cm0gLXJmIC8=\u0007${ESCAPE}P+q544e${ESCAPE}\\`),
  Buffer.from(`${ESCAPE}[8mhidden${ESCAPE}[0m \u202Etxt.exe \u009B31m \u0000\u0007\b\b\bfake\r220 good `),
  Buffer.from([0xc3, 0x28, 0xe2, 0x82, 0xf0, 0x28, 0x8c, 0xbc, 0xff, 0xfe, 0xed, 0xa0, 0x80, 0xc0, 0xaf]),
  Buffer.from(`${ESCAPE}[31mnever reset\r\n`),
]);

/** A record of TLS 1.2 (RFC 5246, section 6.2.1) that says it is longer than a record may be, and is no message. */
const TLS_GARBAGE = Buffer.concat([Buffer.from([0x16, 0x03, 0x03, 0xff, 0xff]), Buffer.alloc(2000, 0xa5)]);

/** What each does with a connection. */
const STREAMS = {
  /** One line that never ends. */
  'endless-line': (socket) => pour(socket, Buffer.alloc(CHUNK, 'A'), Infinity),
  /** A greeting of ever more lines (RFC 959, section 4.2; RFC 5321, section 4.2.1). */
  'endless-banner': (socket) => pour(socket, Buffer.from('220-Welcome, and there is more.\r\n'.repeat(2000)), Infinity),
  /** A byte a second: every byte is a sign of life, and nothing comes of it. */
  'byte-a-second': (socket) => {
    const text = '220-slow as can be and never at an end ';
    let at = 0;
    const timer = setInterval(() => socket.write(text.charAt(at++ % text.length)), 1000);
    socket.on('close', () => clearInterval(timer));
  },
  /** 100 MB as fast as they go, then nothing. */
  burst: (socket) => pour(socket, Buffer.alloc(CHUNK, '220-burst burst burst burst\r\n'), BURST),
  /** Terminal escapes and bytes that are no UTF-8. */
  escapes: (socket) => {
    socket.write(ESCAPES);
    socket.on('data', () => socket.write(ESCAPES));
  },
  /** Says yes to every command, also to start TLS, and then talks no TLS. */
  'tls-garbage': (socket) => {
    socket.write('220 ready\r\n');
    socket.on('data', (data) => socket.write(data[0] === 0x16 ? TLS_GARBAGE : '220 go ahead\r\n'));
  },
  /** Accepts and closes. */
  close: (socket) => socket.end(),
  /** Accepts and resets. */
  reset: (socket) => socket.resetAndDestroy(),
  /** Accepts and never says a word. */
  silence: (socket) => socket.resume(),
  /** Gives back what it gets. */
  mirror: (socket) => socket.pipe(socket),
  /** A web server that answers 200 to everything, also to CONNECT: no proxy for that. */
  'http-200': (socket) => {
    const page = '<title>welcome</title>';
    socket.on('data', () =>
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${page.length}\r\nVia: 1.1 nobody\r\n\r\n${page}`),
    );
  },
};

/** What each does with a datagram. */
const DATAGRAMS = {
  /** Bytes that are no message of anything. */
  'udp-garbage': (socket, peer) => socket.send(Buffer.alloc(1200, 0xa5), peer.port, peer.address),
  /** Thousands of answers to one question. */
  'udp-flood': (socket, peer) => {
    for (let count = 0; count < FLOOD; count += 1) socket.send(Buffer.alloc(1200, 0xa5), peer.port, peer.address);
  },
  /** An answer without a byte in it. */
  'udp-empty': (socket, peer) => socket.send(Buffer.alloc(0), peer.port, peer.address),
  /** What it gets, so that a question looks like its own answer. */
  'udp-mirror': (socket, peer, data) => socket.send(data, peer.port, peer.address),
};

const [variant = '', port] = process.argv.slice(2);
const stream = STREAMS[variant];
const datagram = DATAGRAMS[variant];
if (stream !== undefined) {
  const server = createServer((socket) => {
    socket.on('error', () => {}); // the other side has had enough
    stream(socket);
  });
  server.listen({ port: Number(port ?? 0), host: port === undefined ? '127.0.0.1' : '::' }, () =>
    say(server.address()),
  );
} else if (datagram !== undefined) {
  const socket = createSocket(port === undefined ? 'udp4' : 'udp6');
  socket.on('error', () => {});
  socket.on('message', (data, peer) => datagram(socket, peer, data));
  socket.bind(Number(port ?? 0), port === undefined ? '127.0.0.1' : '::', () => say(socket.address()));
} else {
  console.error(`usage: hostile.mjs ${[...Object.keys(STREAMS), ...Object.keys(DATAGRAMS)].join('|')} [PORT]`);
  process.exitCode = 2;
}

function say(address) {
  console.log(`listening ${address.port}`);
}

/** Writes a chunk over and over, as fast as the other side takes it and no faster: its memory is not ours. */
function pour(socket, chunk, total) {
  let left = total;
  const write = () => {
    while (left > 0 && !socket.destroyed) {
      left -= chunk.length;
      if (!socket.write(chunk)) {
        socket.once('drain', write);
        return;
      }
    }
  };
  write();
}
