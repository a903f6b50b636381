import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type * as Library from '../../src/ports/library.ts';
import { environment, makeFolder, portolan, PORTOLAN, removeFolder, ROOT } from './program.fixture.ts';

const NODE = process.execPath;

/** A server on $PORT that sets no SO_REUSEADDR, as few do: it cannot have a port that is held. */
const PLAIN_BIND = `import os, socket; s = socket.socket(); s.bind(("127.0.0.1", int(os.environ["PORT"]))); print("bound")`;

describe('portolan free', () => {
  it('prints ports that are free, all different', () => {
    const { code, out, err } = portolan(['free', '20']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const ports = out.trimEnd().split('\n');
    expect(new Set(ports).size).toBe(20);
    expect(ports.filter((port) => !/^\d{4,5}$/.test(port))).toEqual([]);
  });

  it('holds them while a command runs, which finds them in its environment and its words, and gives its exit code', () => {
    const script = `
      const { PORT, PORT1 } = process.env;
      if (process.argv[1] !== '--at=' + PORT1) process.exit(1);
      require('node:net').createServer().listen(Number(PORT), () => { console.log('listens', PORT !== PORT1); process.exit(7); });`;
    const ran = portolan(['free', '2', '--hold', '--', NODE, '-e', script, '--', '--at={port1}']);
    expect(ran).toEqual({ code: 7, out: 'listens true\n', err: '' });
  });

  it('releases them first for a server without SO_REUSEADDR, which could not have them otherwise', () => {
    expect(portolan(['free', '--hold', '--', 'python3', '-c', PLAIN_BIND]).err).toContain('Address already in use');
    expect(portolan(['free', '--release-first', '--', 'python3', '-c', PLAIN_BIND]).out).toBe('bound\n');
  });

  it('passes signals on, and tells by which one the command ended', async () => {
    const script = `process.on('SIGTERM', () => process.exit(9)); process.on('SIGHUP', () => process.kill(process.pid, 'SIGKILL')); console.log('on'); setInterval(() => 0, 1000);`;
    for (const [signal, expected] of [
      ['SIGTERM', 9],
      ['SIGHUP', 128 + 9],
    ] as const) {
      const child = spawn(PORTOLAN, ['free', '--hold', '--', NODE, '-e', script], { env: environment() });
      await once(child.stdout, 'data');
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([expected, null]);
    }
  });

  it.each<[words: string[], code: number, message: RegExp]>([
    [['free', '--hold', '--', '/no/such/program'], 127, /there is no such command/],
    [['free', '--hold', '--', '/'], 126, /cannot be started/],
    [['free', '--hold'], 2, /needs a command behind --/],
    [['free', '--', 'npm'], 2, /portolan free --hold -- npm/],
    [['free', '0'], 2, /from 1 to 1000/],
    [['free', '--from', '9', '--to', '8'], 2, /above/],
    [['free', '--from', '0x50'], 2, /takes a port/],
    [['free', '--hold', '--', 'echo', '{port1}'], 2, /only 1 were asked for/],
    [['wait'], 2, /which port/],
    [['wait', '80x'], 2, /no port/],
    [['wait', '::1:80'], 2, /\[::1\]:8080|HOST:PORT/],
    [['wait', '80', '--timeout', 'soon'], 2, /takes a time/],
    [['wait', '80', '--http=health'], 2, /begins with \//],
    [['lease', 'a b'], 2, /a name is/],
  ])('%j ends with %d', (words, code, message) => {
    const ran = portolan(words, { env: { HOME: '/nonexistent' } });
    expect({ code: ran.code, out: ran.out }).toEqual({ code, out: '' });
    expect(ran.err).toMatch(message);
  });
});

describe('portolan wait', () => {
  it('waits for what begins to listen, and gives up on what does not', async () => {
    const port = portolan(['free']).out.trim();
    const refused = portolan(['wait', port, '--timeout', '200ms']);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(`not within 200 ms: 127.0.0.1:${port} refuses connections`);
    const waiting = spawn(PORTOLAN, ['wait', `localhost:${port}`], { env: environment() });
    const server = createServer().listen(Number(port), '127.0.0.1');
    expect(await once(waiting, 'exit')).toEqual([0, null]);
    const busy = spawn(PORTOLAN, ['wait', port, '--free', '--timeout', '0'], { env: environment() });
    expect(await once(busy, 'exit')).toEqual([1, null]);
    const quiet = spawn(PORTOLAN, ['wait', port, '--free'], { env: environment() });
    server.close();
    expect(await once(quiet, 'exit')).toEqual([0, null]);
  });
});

describe('portolan lease', () => {
  let folder = '';
  let env: Record<string, string> = {};
  const lease = (...words: string[]) => portolan(['lease', ...words], { env, cwd: join(folder, 'app/src') });

  beforeEach(() => {
    folder = makeFolder();
    env = { XDG_STATE_HOME: join(folder, 'state') };
    mkdirSync(join(folder, 'app/src'), { recursive: true });
    mkdirSync(join(folder, 'app/.git'));
  });

  afterEach(() => removeFolder(folder));

  it('gives the same port every time, another under another name, also when the list was lost, until it is dropped', () => {
    const { code, out, err } = lease('web');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^2\d{4}\n$/);
    expect(lease('web').out).toBe(out);
    expect(lease().out).not.toBe(out);
    expect(lease('--list').out).toContain(join(folder, 'app'));
    removeFolder(join(folder, 'state'));
    expect(lease('web').out).toBe(out);
    expect(lease('--drop', 'web').out).toBe(out);
    expect(lease('--drop', 'web').code).toBe(1);
  });

  it('moves when a stranger has the port, says so, and stays when the project itself has it', async () => {
    const port = lease('web').out.trim();
    const serve = `require('node:net').createServer().listen(${port}, () => console.log('on'))`;
    for (const [cwd, moves] of [
      [join(folder, 'app/src'), false],
      ['/', true],
    ] as const) {
      const server = spawn(NODE, ['-e', serve], { cwd });
      await once(server.stdout, 'data');
      const { out, err } = lease('web');
      server.kill();
      await once(server, 'exit');
      expect(out.trim() === port).toBe(!moves);
      expect(err).toMatch(moves ? new RegExp(`moved from ${port} to ${out.trim()}: somebody else has`) : /^$/);
    }
  });

  it('leaves a file alone that it does not understand', () => {
    const file = join(folder, 'state/portolan/leases.json');
    lease();
    expect(readFileSync(file, 'utf8')).toContain('"version": 1');
    const broken = portolan(['lease'], { env: { XDG_STATE_HOME: '/dev/null' }, cwd: folder });
    expect(broken.code).toBe(3);
  });
});

const whyNot = whyNoNamespace();
if (whyNot !== null) console.warn(`skipped: reservations by many processes, because ${whyNot}`);

describe.skipIf(whyNot !== null)('many processes in a namespace of their own', () => {
  let namespace: NetworkNamespace;
  const LIBRARY = join(ROOT, 'dist/library/ports.js');

  beforeEach(async () => {
    namespace = await NetworkNamespace.open();
    namespace.run(['sh', '-c', 'echo "40000 42399" > /proc/sys/net/ipv4/ip_local_port_range']);
  });

  afterEach(async () => namespace.close());

  /** Runs a module in eight processes at once. Each binds what it was given, tells it, and keeps it to the end of the test. */
  async function runEight(ask: string): Promise<{ ports: number[]; lost: number }> {
    const asker = `
      import { createServer } from 'node:net';
      import { reserveInRange, reservePort, reservePorts } from ${JSON.stringify(LIBRARY)};
      const reservations = ${ask};
      await new Promise((resolve) => setTimeout(resolve, 500));
      let lost = 0;
      for (const { port } of reservations) {
        await new Promise((resolve) => createServer().on('error', () => resolve(lost++)).listen(port, resolve));
      }
      console.log(JSON.stringify({ ports: reservations.map(({ port }) => port), lost }));
      process.stdin.on('end', () => process.exit()).resume();`;
    const started = await Promise.all(
      Array.from({ length: 8 }, async () => namespace.start([NODE, '--input-type=module', '-e', asker])),
    );
    const results = started.map(({ firstLine }) => JSON.parse(firstLine) as { ports: number[]; lost: number });
    expect(results).toHaveLength(8);
    return {
      ports: results.flatMap(({ ports }) => ports),
      lost: results.reduce((sum, { lost }) => sum + lost, 0),
    };
  }

  it('lose none of 8 x 100 ports that they bind later, of a range of 2,400', async () => {
    const { ports, lost } = await runEight('await reservePorts(100)');
    expect([ports.length, new Set(ports).size, lost]).toEqual([800, 800, 0]);
  });

  it('lose none of 8 x 20 ports of a fixed range', async () => {
    const { ports, lost } = await runEight(
      '[]; while (reservations.length < 20) reservations.push(await reserveInRange(3000, 3159))',
    );
    expect([ports.length, new Set(ports).size, lost]).toEqual([160, 160, 0]);
  });

  it('leave no TIME_WAIT, released or killed', async () => {
    const states = (): string => namespace.run(['cat', '/proc/net/tcp', '/proc/net/tcp6']).stdout;
    const rows = (state: string): number => states().match(new RegExp(`:[0-9A-F]{4} ${state} `, 'g'))?.length ?? 0;
    const hold = `import { reservePorts } from ${JSON.stringify(LIBRARY)}; const all = await reservePorts(20);`;
    const released = namespace.run([
      NODE,
      '--input-type=module',
      '-e',
      `${hold} for (const one of all) await one.release();`,
    ]);
    expect(released.stderr).toBe('');
    const killed = await namespace.start([
      NODE,
      '--input-type=module',
      '-e',
      `${hold} console.log(all.length); setInterval(() => 0, 1000);`,
    ]);
    expect(rows('01')).toBe(40);
    process.kill(killed.pid, 'SIGKILL');
    for (let tries = 0; rows('01') > 0 && tries < 100; tries++) await new Promise((done) => setTimeout(done, 50));
    expect([rows('01'), rows('06')]).toEqual([0, 0]);
  });
});

describe('the library', () => {
  it('waits, reserves and hands over as its head says', async () => {
    const { reservePort, waitForPort } = (await import(join(ROOT, 'dist/library/ports.js'))) as typeof Library;
    const reservation = await reservePort();
    const server = createServer().listen(reservation.port);
    await reservation.handOver();
    expect((await waitForPort((server.address() as AddressInfo).port)).host).toBe('127.0.0.1');
    server.close();
  });
});
