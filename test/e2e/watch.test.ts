import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import { LISTEN, recordMachine } from '../../src/sockets/machine.fixture.ts';
import { LiveScreen } from './live-screen.fixture.ts';
import {
  environment,
  makeFolder,
  portolan,
  PORTOLAN,
  removeFolder,
  shell,
  STACK_TRACE,
  writeTree,
} from './program.fixture.ts';
import { hasTerminal } from './terminal.fixture.ts';

const ZOO = fileURLToPath(new URL('../../lab/socket-zoo.mjs', import.meta.url));
const CHURN = fileURLToPath(new URL('../../lab/churn.mjs', import.meta.url));
const noNamespace = whyNoNamespace();
if (noNamespace !== null) console.warn(`skipped: ${noNamespace}`);

interface Event {
  readonly type: string;
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
  readonly transport: string;
  readonly inode: number | null;
  readonly sockets: number;
}

describe.skipIf(noNamespace !== null)('a watch as events', () => {
  it('adds up under churn: what opened and did not close is there', { timeout: 120_000 }, async () => {
    const namespace = await NetworkNamespace.open();
    try {
      await namespace.start([process.execPath, ZOO]);
      await namespace.start([process.execPath, CHURN, '4']);
      const command = [
        process.execPath,
        PORTOLAN,
        'sockets',
        '--watch',
        '--initial',
        '--interval',
        '100ms',
        '--count',
        '12',
      ];
      const { stdout, stderr, status } = namespace.run(command, { environment: environment() });
      expect(status, stderr).toBe(0);
      const there = new Set<string>();
      let ticks = 0;
      let seen = 0;
      for (const line of stdout.trimEnd().split('\n')) {
        const event = JSON.parse(line) as Event;
        if (event.type === 'tick') {
          ticks++;
          expect(there.size).toBe(event.sockets);
          continue;
        }
        const { transport, local, remote, inode } = event;
        const key = JSON.stringify([transport, local, remote, inode]);
        if (event.type === 'open') {
          expect(there.has(key), key).toBe(false);
          there.add(key);
          seen++;
        } else expect(there.has(key), key).toBe(true);
        if (event.type === 'close') there.delete(key);
      }
      expect(ticks).toBe(12);
      expect(seen).toBeGreaterThan(15);
      expect([...there].some((key) => key.includes('"port":7001'))).toBe(true);
    } finally {
      await namespace.close();
    }
  });

  it('names the process of a socket that opens and closes between looks', async () => {
    const namespace = await NetworkNamespace.open();
    try {
      const [program, args] = namespace.enter([
        process.execPath,
        PORTOLAN,
        'sockets',
        '--watch',
        '-l',
        '--interval',
        '100ms',
      ]);
      const watch = spawn(program, args, { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      watch.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      const until = async (pattern: RegExp): Promise<void> => {
        while (!pattern.test(text)) await once(watch.stdout, 'data');
      };
      await until(/"tick"/);
      const script = `require('net').createServer().listen(7777, '127.0.0.1', function () { console.log('ready'); process.stdin.once('data', () => process.exit()).on('end', () => process.exit()); })`;
      const [holder, holderArgs] = namespace.enter([process.execPath, '-e', script]);
      const child = spawn(holder, holderArgs, { stdio: ['pipe', 'inherit', 'inherit'] });
      await until(/"type":"open".*"port":7777.*\n/);
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
      await until(/"type":"close".*"port":7777.*\n/);
      watch.kill('SIGTERM');
      const close = text.split('\n').find((line) => line.includes('"type":"close"')) ?? '';
      expect(JSON.parse(close)).toMatchObject({ process: { name: 'node', pid: child.pid } });
    } finally {
      await namespace.close();
    }
  });
});

describe('a watch', () => {
  it('ends quietly when its reader goes', () => {
    const { code, out, err } = shell('"$0" sockets --watch --interval 100ms | head -n 1');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ type: 'tick' });
    expect(err).not.toMatch(/EPIPE|unexpected/);
    expect(err).not.toMatch(STACK_TRACE);
  });

  it.each([
    [['--watch', '--interval', '10ms'], /100ms/],
    [['--watch', '--interval', 'soon'], /such as 500ms/],
    [['--watch', '--count', '0'], /from 1 on/],
    [['--watch', '--risky'], /exclude each other/],
    [['--count', '3'], /needs --watch/],
  ])('says what is wrong with %j', (words, message) => {
    const { code, err } = portolan(['sockets', ...words]);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('says in its help what it misses', () => {
    expect(portolan(['sockets', '--help']).out).toMatch(/shorter than its interval are missed/);
  });
});

const ENTERED = '\u001b[?1049h';
const LEFT = '\u001b[?25h\u001b[?1049l';

describe.skipIf(!hasTerminal)('a watch on a terminal', () => {
  let folder = '';
  const open: LiveScreen[] = [];
  beforeAll(() => {
    folder = makeFolder();
    const fs = recordMachine({
      tcp: [
        { local: '0.0.0.0:22', state: LISTEN, inode: 1 },
        { local: '127.0.0.1:6379', state: LISTEN, inode: 2 },
      ],
      processes: [
        { pid: 10, name: 'sshd', holds: [1] },
        { pid: 11, name: 'redis-server', holds: [2] },
      ],
    });
    writeTree(fs, folder);
  });
  afterEach(async () => {
    for (const screen of open.splice(0)) await screen.close();
  });
  afterAll(() => removeFolder(folder));

  function start(words = '', wrapper?: string): LiveScreen {
    const screen = new LiveScreen(`sockets --watch ${words}`, { PORTOLAN_ROOT: folder }, wrapper);
    open.push(screen);
    return screen;
  }

  it('opens, filters, explains, shows the command that ends, quits and puts the screen back', async () => {
    const screen = start();
    await screen.sees(/redis-server/);
    expect(screen.sent).toContain(ENTERED);
    screen.press('/redis\r');
    await screen.sees(/1 of 2 sockets/);
    screen.press('e');
    await screen.sees(/6379\/tcp {2}Redis/i);
    screen.press('K');
    await screen.sees(/portolan kill 6379/);
    screen.press('q');
    expect(await screen.end()).toBe(0);
    expect(screen.sent.endsWith(LEFT)).toBe(true);
  });

  it('puts the screen back after its looks, and after Ctrl-C with the code of an interruption', async () => {
    const counted = start('--count 2 --interval 100ms');
    expect(await counted.end()).toBe(0);
    expect(counted.sent.endsWith(LEFT)).toBe(true);
    const screen = start();
    await screen.sees(/sshd/);
    screen.press('\u0003');
    expect(await screen.end()).toBe(130);
    expect(screen.sent).toContain(LEFT);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ])('puts the screen back on %s', async (signal, code) => {
    const screen = start('', `echo pid=$$.; exec PORTOLAN`);
    await screen.sees(/sshd/);
    process.kill(Number(/pid=(\d+)\./.exec(screen.sent)?.[1]), signal);
    expect(await screen.end()).toBe(code);
    expect(screen.sent).toContain(LEFT);
  });

  it('gives the screen back when it is stopped, and takes it again', async () => {
    const screen = start('', `echo pid=$$.; exec PORTOLAN`);
    await screen.sees(/sshd/);
    const pid = Number(/pid=(\d+)\./.exec(screen.sent)?.[1]);
    const from = screen.sent.length;
    process.kill(pid, 'SIGTSTP');
    while (!/ T /.test(spawnSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' }).stdout))
      await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(pid, 'SIGCONT');
    // script(1) may stop before it passed on what it was sent, and after it is first woken.
    const waking = setInterval(() => screen.wake(), 50);
    await screen
      .sees(/\u001b\[\?25h\u001b\[\?1049l[^]*\u001b\[\?1049h[^]*sshd/, from)
      .finally(() => clearInterval(waking));
    screen.press('q');
    expect(await screen.end()).toBe(0);
  });

  it('puts the screen back and says what happened when it cannot look any more', async () => {
    const screen = start('--interval 100ms');
    await screen.sees(/sshd/);
    spawnSync('rm', ['-r', `${folder}/proc/net`]);
    expect(await screen.end()).toBe(3);
    expect(screen.sent).toMatch(/\u001b\[\?1049l[^]*no socket table could be read/);
  });
});
