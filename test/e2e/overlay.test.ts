import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/knowledge/answer.ts';
import type { Hit } from '../../src/knowledge/search/search.ts';
import { LISTEN, recordMachine } from '../../src/sockets/machine.fixture.ts';
import {
  environment,
  makeFolder,
  portolan,
  PORTOLAN,
  removeFolder,
  STACK_TRACE,
  writeTree,
} from './program.fixture.ts';
import type { Ran } from './program.fixture.ts';

const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;

let folder = '';
let server: Server;
let port = 0;

beforeAll(async () => {
  folder = makeFolder();
  writeTree(
    recordMachine({
      tcp: [{ local: '0.0.0.0:6379', state: LISTEN, inode: 1 }],
      processes: [{ pid: 10, name: 'redis-server', holds: [1] }],
    }),
    join(folder, 'tree'),
  );
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterAll(() => {
  server.close();
  removeFolder(folder);
});

beforeEach(() => {
  for (const name of ['project', 'home', 'config']) {
    rmSync(join(folder, name), { recursive: true, force: true });
    mkdirSync(join(folder, name));
  }
});

/** Writes a file under the test's folder, and tells its path. */
function write(path: string, text: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
}

const project = (text: string): string => write('project/portolan.yaml', text);
const user = (text: string): string => write('config/portolan/portolan.yaml', text);

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, uid?: number): Ran {
  const places = { HOME: join(folder, 'home'), XDG_CONFIG_HOME: join(folder, 'config') };
  const ran = portolan(args, {
    cwd: join(folder, 'project'),
    env: { ...places, ...env },
    ...(uid !== undefined && { uid }),
  });
  expect(ran.err).not.toMatch(STACK_TRACE);
  return ran;
}

function answersOf(...args: readonly string[]): Answer[] {
  const { out } = run(['explain', '--no-here', '--json', ...args]);
  return (JSON.parse(out) as { answers: Answer[] }).answers;
}

const ORDERS = 'ports:\n  5432/tcp: { label: orders database, owner: team payments, exposure: network }\n';

describe('explain', () => {
  it('tells what you noted, and where, beside all that it says else', () => {
    const path = project(ORDERS);
    const { out, code } = run(['explain', '5432/tcp', '--no-here']);
    expect(code).toBe(0);
    const yours = out.split('\n').find((line) => line.includes('Yours')) ?? '';
    expect(yours).toContain('orders database · ask team payments · reachable from its networks');
    expect(yours).toContain(path);
    expect(out).toContain('PostgreSQL');
  });

  it('says of which transport a note is, where both are told at once', () => {
    project('ports:\n  53/udp: { label: our resolver }\n');
    const { out } = run(['explain', '53', '--no-here']);
    expect(out).toMatch(/^ +Yours +udp: our resolver/m);
    project('ports:\n  53/udp: { label: our resolver }\n  53/tcp: { label: our resolver }\n');
    expect(run(['explain', '53', '--no-here']).out).toMatch(/^ +Yours +our resolver/m);
  });

  it('tells a note on a port of which nobody else knows anything', () => {
    project('ports:\n  60999/udp: { label: our own }\n');
    expect(run(['explain', '60999', '--no-here']).out).toMatch(/^ +Yours +.*our own/m);
  });

  it('gives the note as data, and null where there is none', () => {
    const path = project(ORDERS);
    const [tcp, udp] = answersOf('5432/tcp', '5432/udp');
    expect(tcp?.local).toEqual({
      label: 'orders database',
      owner: 'team payments',
      exposure: 'network',
      files: [path],
    });
    expect(tcp?.shortName).toBe('postgresql');
    expect(udp?.local).toBeNull();
  });

  it('understands your own names as a question', () => {
    project(ORDERS);
    expect(answersOf('orders database').map(({ port: asked, transport }) => `${asked}/${transport}`)).toEqual([
      '5432/tcp',
    ]);
    expect(run(['explain', '--no-overlay', 'orders database']).code).toBe(1);
  });

  it('leaves the notes aside when told to', () => {
    project(ORDERS);
    user('not even yaml: [');
    const { out, code } = run(['explain', '5432/tcp', '--no-here', '--no-overlay']);
    expect(code).toBe(0);
    expect(out).not.toContain('Yours');
    expect(answersOf('5432/tcp', '--no-overlay')[0]?.local).toBeNull();
  });
});

describe('the places of notes', () => {
  it('are the project and the user, and the project outweighs, field by field', () => {
    const near = project('ports:\n  80/tcp: { label: shop }\n');
    const own = user('ports:\n  80/tcp: { label: web, owner: me }\n  81/tcp: { label: only mine }\n');
    const [first, second] = answersOf('80/tcp', '81/tcp');
    expect(first?.local).toEqual({ label: 'shop', owner: 'me', files: [near, own] });
    expect(second?.local).toEqual({ label: 'only mine', files: [own] });
  });

  it('are ~/.config where XDG_CONFIG_HOME is not set', () => {
    write('home/.config/portolan/portolan.yaml', 'ports:\n  80/tcp: { label: at home }\n');
    const { out } = run(['explain', '80/tcp', '--no-here'], { XDG_CONFIG_HOME: '' });
    expect(out).toContain('at home');
  });

  it('may be a folder that is gone', () => {
    const line = 'cd "$GONE" && rmdir "$GONE" && "$0" explain 80/tcp --no-here';
    mkdirSync(join(folder, 'gone'));
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', line, PORTOLAN], {
      env: environment({ GONE: join(folder, 'gone') }),
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(stderr).not.toContain('unexpected failure');
    expect([status, stdout.includes('80/tcp')]).toEqual([0, true]);
  });

  if (!asRoot) console.warn('skipped: notes of a stranger, and notes that may not be read (need root)');

  it.skipIf(!asRoot)('are not those of a stranger, unless he called sudo', () => {
    chownSync(project(ORDERS), NOBODY, NOBODY);
    expect(run(['explain', '5432/tcp', '--no-here']).out).not.toContain('Yours');
    expect(run(['explain', '5432/tcp', '--no-here'], { SUDO_UID: String(NOBODY) }).out).toContain('Yours');
  });

  const canDrop =
    asRoot && spawnSync(PORTOLAN, ['--version'], { env: environment(), uid: NOBODY, gid: NOBODY }).status === 0;
  if (asRoot && !canDrop) console.warn('skipped: a user without rights cannot start this checkout');

  it.skipIf(!canDrop)(
    'are complained of when they are yours and may not be read, and no longer when a stranger closed them',
    () => {
      const path = project(ORDERS);
      chmodSync(path, 0);
      chownSync(path, NOBODY, NOBODY);
      const own = run(['explain', '80/tcp', '--no-here'], {}, NOBODY);
      expect([own.code, own.err]).toEqual([3, expect.stringContaining(`${path} cannot be read (EACCES)`)]);
      chownSync(path, NOBODY - 1, NOBODY - 1);
      expect(run(['explain', '80/tcp', '--no-here'], {}, NOBODY).code).toBe(0);
    },
  );
});

describe('notes with faults', () => {
  it('stop the command with the place of each, and say how to go on without', () => {
    const path = project('ports:\n  5432/tcp: { lable: orders }\n  99999/tcp: { label: x }\n');
    for (const args of [[], ['sockets'], ['search', 'orders'], ['explain', '5432']]) {
      const { out, err, code } = run(args);
      expect([code, out]).toEqual([3, '']);
      const lines = err.trimEnd().split('\n');
      expect(lines[0]).toBe(`portolan: ${path}:2:15: ports.5432/tcp: Unrecognized key: "lable"`);
      expect(lines[1]).toContain(`${path}:3:3: ports.99999/tcp: not a port key`);
      expect(lines.at(-1)).toBe('portolan: --no-overlay leaves your notes aside');
      expect(run([...args, '--no-overlay']).err).not.toContain(path);
    }
  });

  it('cannot reach your terminal', () => {
    project('"\\e[31mred": 1\n');
    const { err } = run(['explain', '80']);
    expect(err).toContain('?[31mred');
    expect(err).not.toContain('\u001b');
    project('ports:\n  80/tcp: { label: "zyxwv \\e[31mred\\u202E" }\n');
    for (const args of [
      ['explain', '80', '--no-here'],
      ['search', 'zyxwv'],
    ]) {
      const { out } = run(args);
      expect(out).toContain('zyxwv ?[31mred?');
      expect(out).not.toMatch(/[\u001b\u202e]/);
    }
  });

  it('are none when all of them are commented out', () => {
    project('# ports:\n#   80/tcp: { label: web }\n');
    expect(run(['explain', '80/tcp', '--no-here'])).toMatchObject({ code: 0, err: '' });
  });
});

describe('search', () => {
  it('finds your own words before everybody else’s', () => {
    const path = project('ports:\n  4711/tcp: { label: postgresql, owner: team payments }\n');
    const hits = (...args: readonly string[]): Hit[] =>
      (JSON.parse(run(['search', '--json', ...args]).out) as { hits: Hit[] }).hits;
    const [first, ...others] = hits('postgresql');
    expect(first).toMatchObject({ port: 4711, transport: 'tcp', name: 'postgresql', why: 'label "postgresql"' });
    expect(first?.title).toContain(path);
    expect(others.map((hit) => hit.port)).toContain(5432);
    expect(hits('team payments')[0]?.port).toBe(4711);
    expect(hits('postgresql', '--no-overlay')[0]?.port).toBe(5432);
  });
});

describe('a listener of this machine', () => {
  const serviceOf = (...args: readonly string[]): string =>
    run(['sockets', '-tl', ...args])
      .out.split('\n')
      .find((line) => line.includes(`127.0.0.1:${port}`)) ?? '';

  it('goes by its label', () => {
    project(`ports:\n  ${port}/tcp: { label: the test itself }\n`);
    expect(serviceOf()).toContain('the test itself');
    expect(serviceOf('--no-overlay')).toContain(`127.0.0.1:${port}`);
    expect(serviceOf('--no-overlay')).not.toContain('the test itself');
    const rows = run(['sockets', '-tl', '--ndjson']).out.split('\n');
    const found = rows.find((line) => line.includes(`"port":${port}`)) ?? '{}';
    expect(JSON.parse(found)).toMatchObject({ service: { name: 'the test itself', source: 'overlay' } });
  });

  it('is found where it reaches farther, or is held by another, than you noted', () => {
    project(`ports:\n  ${port}/tcp: { process: not-this, exposure: host }\n`);
    const found = run(['sockets', '-tl', '--ndjson'])
      .out.split('\n')
      .find((line) => line.includes(`"port":${port}`));
    const { findings } = JSON.parse(found ?? '{}') as { findings: { id: string }[] };
    expect(findings.map(({ id }) => id)).toContain('sockets.unexpected-process');
    expect(findings.map(({ id }) => id)).not.toContain('sockets.unexpected-exposure');
  });
});

describe('a mute', () => {
  const glance = (note: string): { text: string; muted: number; findings: string[] } => {
    project(`ports:\n  6379/tcp: ${note}\n`);
    const env = { PORTOLAN_ROOT: join(folder, 'tree') };
    const document = JSON.parse(run(['--json'], env).out) as {
      muted: number;
      listeners: { findings: { id: string }[] }[];
    };
    const findings = document.listeners.flatMap((listener) => listener.findings.map(({ id }) => id));
    return { text: run([], env).out, muted: document.muted, findings };
  };

  it('silences and is counted, until its day is over', () => {
    const open = glance('{ label: cache }');
    expect(open).toMatchObject({ muted: 0, findings: ['sockets.exposed-service'] });
    expect(open.text).toMatch(/^1 to look at\./m);
    const muted = glance('{ mute: { until: 2999-12-31, reason: moves } }');
    expect(muted).toMatchObject({ muted: 1, findings: [] });
    expect(muted.text).toMatch(/^Nothing to look at, 1 muted by your notes\./m);
    expect(glance('{ mute: { until: 2020-01-01 } }')).toMatchObject({
      muted: 0,
      findings: ['sockets.exposed-service'],
    });
  });

  it('is of the findings it names', () => {
    const note = '{ exposure: host, mute: { until: 2999-12-31, findings: [sockets.exposed-service] } }';
    expect(glance(note)).toMatchObject({ muted: 1, findings: ['sockets.unexpected-exposure'] });
  });

  it('is not needed for what is expected', () => {
    expect(glance('{ exposure: anywhere }')).toMatchObject({ muted: 0, findings: [] });
  });
});

describe('--services', () => {
  it('shows the names of a list, marked as of this machine, in explain and search', () => {
    const list = write('services', 'my-thing 4711/tcp mine # a thing \u001b[31mof ours\nrubbish\n');
    const { out, code } = run(['explain', '4711/tcp', '--no-here', '--services', list]);
    expect(code).toBe(0);
    expect(out).toContain(`my-thing (mine), a thing ?[31mof ours in ${list}, a list of this machine`);
    const { localNames, registry } = answersOf('4711/tcp', '--services', list)[0] ?? {};
    expect(localNames).toEqual([
      { name: 'my-thing', aliases: ['mine'], comment: 'a thing \u001b[31mof ours', file: list },
    ]);
    expect(registry?.names).not.toContain('my-thing');
    expect(run(['search', 'my-thing', '--services', list]).out).toMatch(/4711\/tcp +my-thing/);
    expect(run(['search', 'my-thing', '--services', list]).out).not.toContain('\u001b');
  });

  it('may stand in the notes, and is read once however often it is named', () => {
    const list = write('services', 'my-thing 4711/tcp\n');
    project(`services: [${list}]\n`);
    expect(answersOf('4711/tcp')[0]?.localNames).toHaveLength(1);
    expect(answersOf('4711/tcp', '--services', list)[0]?.localNames).toHaveLength(1);
    expect(answersOf('4711/tcp', '--no-overlay')[0]?.localNames).toEqual([]);
    expect(answersOf('4711/tcp', '--no-overlay', '--services', list)[0]?.localNames).toHaveLength(1);
  });

  it.each<[what: string, make: () => string, message: string]>([
    ['is not there', () => join(folder, 'missing'), 'no such file'],
    ['is a folder', () => folder, 'is no ordinary file'],
    ['is empty', () => write('services', ''), 'holds no service'],
    ['holds only comments', () => write('services', '# http 80/tcp\n'), 'holds no service'],
    ['is something else', () => write('services', '\n{"ports": []}\n'), 'its line 2 is none'],
    ['is no text', () => '/bin/sh', 'not UTF-8 text'],
  ])('stops the command when it %s', (_, make, message) => {
    const path = make();
    const { code, err, out } = run(['explain', '80/tcp', '--services', path]);
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain(path);
    expect(err).toContain(message);
  });
});
