/**
 * Asks servers, from wherever it is started: reads a list of signs as JSON on standard input, with the address of each, and
 * writes what each server said. See sign.ts; `until` is the source of the expression that ends an exchange.
 */
import { createSocket } from 'node:dgram';
import { createServer, connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** A server that pauses that long within one answer has given it. */
const PAUSE_MS = 150;
/** Some wait seconds before they refuse a password. */
const TCP_DEADLINE_MS = 12_000;
const UDP_DEADLINE_MS = 3000;

const { signs, canary, outside } = JSON.parse(await text(process.stdin));
const listener = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => socket.end(`HTTP/1.0 200 OK\r\n\r\n${canary.word}`));
});
listener.on('error', () => {}); // no namespace: others may have the port
listener.listen(canary.port, '0.0.0.0');
const answers = await Promise.all(signs.map((sign) => (sign.transport === 'tcp' ? overTcp(sign) : overUdp(sign))));
console.log(JSON.stringify(answers));
process.exit();

function overTcp({ address, port, steps, greets, until }) {
  const left = [...steps];
  const end = new RegExp(until ?? '$^', 'msu');
  return new Promise((resolve) => {
    let said = '';
    let pause;
    const socket = connect(port, address).setEncoding('latin1').setNoDelay();
    const next = () => left.length > 0 && socket.write(left.shift(), 'latin1');
    const finish = () => {
      clearTimeout(pause);
      clearTimeout(deadline);
      socket.destroy();
      resolve(said);
    };
    const deadline = setTimeout(finish, TCP_DEADLINE_MS);
    socket.on('connect', () => greets || next());
    socket.on('data', (data) => {
      said += data;
      if (left.length === 0 && end.test(said)) finish();
      clearTimeout(pause);
      pause = setTimeout(next, PAUSE_MS);
    });
    socket.on('error', (error) => {
      said += error.code;
    });
    socket.on('close', finish);
  });
}

/** The kernel sends to 255.255.255.255 through the interface of the sender's address, and gives a socket that is bound to an
 * address no broadcasts: one socket asks, another hears. */
function overUdp({ address, port, transport, steps, until }) {
  const end = new RegExp(until ?? '$^', 'msu');
  const isBroadcast = transport === 'broadcast';
  const type = address.includes(':') ? 'udp6' : 'udp4';
  return new Promise((resolve) => {
    let said = '';
    const asking = createSocket({ type, reuseAddr: true });
    const hearing = isBroadcast ? createSocket({ type, reuseAddr: true }) : asking;
    const finish = () => {
      clearTimeout(deadline);
      for (const socket of new Set([asking, hearing])) socket.close();
      resolve(said);
    };
    const deadline = setTimeout(finish, UDP_DEADLINE_MS);
    hearing.on('message', (data, peer) => {
      if (peer.address !== address) return;
      said += data.toString('latin1');
      if (end.test(said)) finish();
    });
    asking.on('error', () => {});
    if (isBroadcast) hearing.bind(68);
    asking.bind(isBroadcast ? 68 : 0, isBroadcast ? outside : undefined, () => {
      if (isBroadcast) asking.setBroadcast(true);
      asking.send(Buffer.from(steps[0], 'latin1'), port, isBroadcast ? '255.255.255.255' : address);
    });
  });
}
