/**
 * Asks a port helper for ports and binds them later, step by step as its standard input says:
 *
 *   node asker.mjs HELPER MODULES LIBRARY
 *   batch N        asks for N ports, and binds them at "bind"
 *   range N MS     N times: asks for the first free port of 3000 to 3999, binds it MS milliseconds later and keeps it
 *   speed MS       asks and lets go for so long
 *
 * It answers each line with one of JSON. What it has bound it keeps until its input ends.
 */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [name, modules, library] = process.argv.slice(2);
const FROM = 3000;
const TO = 3999;

const requirePeer = createRequire(resolve(modules, 'asker.js'));
const load = async (peer) => import(pathToFileURL(requirePeer.resolve(peer)).href);
const plain = (port) => ({ port, release: () => undefined });

async function rawListen() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Each helper as its README says it: any port, and the first of a range. */
const HELPERS = {
  async portolan() {
    const { reserveInRange, reservePort } = await import(pathToFileURL(library).href);
    return { any: reservePort, inRange: () => reserveInRange(FROM, TO) };
  },
  async 'raw listen(0)'() {
    return { any: async () => plain(await rawListen()), inRange: null };
  },
  async 'get-port'() {
    const { default: getPort, portNumbers } = await load('get-port');
    return {
      any: async () => plain(await getPort()),
      inRange: async () => plain(await getPort({ port: portNumbers(FROM, TO) })),
    };
  },
  async 'get-port-please'() {
    const { getPort, getRandomPort } = await load('get-port-please');
    return {
      any: async () => plain(await getRandomPort()),
      inRange: async () => plain(await getPort({ port: FROM, portRange: [FROM, TO] })),
    };
  },
  async 'detect-port'() {
    const { detectPort } = await load('detect-port');
    return { any: async () => plain(await detectPort(0)), inRange: async () => plain(await detectPort(FROM)) };
  },
  async portfinder() {
    const { default: portfinder } = await load('portfinder');
    // It knows no port of the system's choice: without an option it begins at 8000.
    return {
      any: async () => plain(await portfinder.getPortPromise()),
      inRange: async () => plain(await portfinder.getPortPromise({ port: FROM, stopPort: TO })),
    };
  },
};

const { any, inRange } = await HELPERS[name]();
const kept = [];

/** Whether a server of ours gets the port, as any server would ask for it. */
async function bind(port) {
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
    kept.push(server);
    return true;
  } catch (error) {
    if (error.code === 'EADDRINUSE') return false;
    throw error;
  }
}

const pause = async (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
let asked = [];

const STEPS = {
  async batch(count) {
    for (let index = 0; index < count; index++) asked.push(await any());
    return { asked: asked.length };
  },
  async bind() {
    let lost = 0;
    for (const { port } of asked) if (!(await bind(port))) lost++;
    kept.push(...asked);
    asked = [];
    return { lost };
  },
  async range(count, milliseconds) {
    let lost = 0;
    for (let index = 0; index < count; index++) {
      const one = await inRange();
      await pause(milliseconds);
      if (!(await bind(one.port))) lost++;
      kept.push(one);
    }
    return { lost };
  },
  async speed(milliseconds) {
    for (let index = 0; index < 50; index++) await (await any()).release(); // warm
    const start = performance.now();
    let calls = 0;
    while (performance.now() - start < milliseconds) {
      await (await any()).release();
      calls++;
    }
    return { perSecond: (calls * 1000) / (performance.now() - start) };
  },
};

console.log(JSON.stringify({ ready: true, ranges: inRange !== null }));
for await (const line of createInterface({ input: process.stdin })) {
  const [step, ...numbers] = line.split(' ');
  console.log(JSON.stringify(await STEPS[step](...numbers.map(Number))));
}
process.exit();
