import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type { WhoDocument, WhoRecord } from '../../src/cli/documents.ts';
import { LISTEN, recordMachine } from '../../src/sockets/machine.fixture.ts';
import { faultsByJsonSchema } from './contract.fixture.ts';
import { makeFolder, portolan, removeFolder, writeTree } from './program.fixture.ts';
import { PortLab, type Held } from './who-kill.fixture.ts';

const whyNot = process.platform === 'linux' ? whyNoNamespace() : 'there is no /proc here';
if (whyNot !== null) console.warn(`skipped: ${whyNot}, so there is nobody to hold a port`);

describe.skipIf(whyNot !== null)('portolan who', () => {
  let namespace: NetworkNamespace;
  let lab: PortLab;
  let forked: Held;
  let client: Held;
  let udp: Held;

  beforeAll(async () => {
    namespace = await NetworkNamespace.open();
    lab = new PortLab(namespace);
    forked = await lab.hold('forked', 5173);
    client = await lab.hold('client', 5173);
    await lab.hold('listen', 18_080);
    udp = await lab.hold('udp', 53);
  });

  afterAll(() => namespace.close());

  const recordsOf = (...args: readonly string[]): readonly WhoRecord[] => {
    const document = JSON.parse(lab.portolan('who', ...args, '--json').out) as WhoDocument;
    expect(faultsByJsonSchema('who', document)).toEqual([]);
    return document.ports;
  };

  it('names every process that shares the socket, and who forked it', () => {
    const [tcp, other] = recordsOf('5173');
    expect(tcp).toMatchObject({ port: 5173, transport: 'tcp', held: true, service: 'vite', clients: 1 });
    expect(other).toMatchObject({ port: 5173, transport: 'udp', held: false, holders: [] });
    const children = forked.told.map(Number);
    expect(tcp?.holders.map(({ pid, sharesWith }) => ({ pid, sharesWith }))).toEqual(
      [forked.pid, ...children]
        .toSorted((a, b) => a - b)
        .map((pid) => ({ pid, sharesWith: pid === forked.pid ? null : forked.pid })),
    );
    expect(tcp?.bindings).toMatchObject([{ addresses: ['127.0.0.1'], exposure: 'loopback', sockets: 1 }]);
  });

  it('says in which folder, by which command and by whom it was started', () => {
    const holder = recordsOf('5173/tcp')[0]?.holders.find(({ pid }) => pid === forked.pid);
    expect(holder?.command).toMatch(/port-holder\.mjs forked 5173$/);
    expect(holder?.folder).toBe(process.cwd());
    const ancestors = holder?.ancestors.map(({ pid }) => pid);
    expect(ancestors?.[0]).toBe(process.pid);
    expect(ancestors).toContain(process.ppid);
    const age = Date.now() - Date.parse(holder?.started ?? '');
    expect(age).toBeGreaterThan(-2000);
    expect(age).toBeLessThan(600_000);
  });

  it('says it for a person, with clients counted and not listed', () => {
    const { code, out, err } = lab.portolan('who', '5173');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^5173\/tcp {2}vite/);
    expect(out).toContain(`node (pid ${forked.pid})`);
    expect(out).toContain('1 connected');
    expect(out).toMatch(new RegExp(String.raw`started by +.* -> node \(${forked.pid}\)`));
    for (const child of forked.told) expect(out).toContain(`node (pid ${child})`);
    expect(out).not.toContain(String(client.pid));
  });

  it('compares numbers: 1808, 173 and 808 are not held', () => {
    for (const port of ['1808', '173', '808', '517', '5173/udp']) {
      const { code, out, err } = lab.portolan('who', port);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain(`nobody holds ${port}`);
    }
  });

  it('answers several at once, names and ranges, and ends with 1 when one of them is free', () => {
    expect(recordsOf('18000-18100', '53/udp').map(({ port, transport }) => `${port}/${transport}`)).toEqual([
      '18080/tcp',
      '53/udp',
    ]);
    expect(recordsOf('53/udp')[0]?.holders.map(({ pid }) => pid)).toEqual([udp.pid]);
    expect(lab.portolan('who', 'domain').code).toBe(0);
    const mixed = lab.portolan('who', '5173', '81');
    expect(mixed.code).toBe(1);
    expect(mixed.out).toContain('5173/tcp');
    expect(mixed.err).toBe('portolan: nobody holds 81\n');
  });

  it('writes one line for a holder as CSV', () => {
    const lines = lab.portolan('who', '5173', '53/udp', '--csv').out.trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 4 + 1);
    expect(lines[0]).toBe('port,transport,pid,name,user,started,unit,folder,command');
  });
});

describe('portolan who, asked wrongly', () => {
  it.each([
    [['who'], /which port/],
    [['who', '0'], /port 0/],
    [['who', '70000'], /65535/],
    [['who', '80/sctp'], /TCP and UDP/],
  ])('%j ends with 2 and says why', (words, expected) => {
    const { code, out, err } = portolan(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(expected);
  });
});

describe('who on a recorded machine', () => {
  let folder = '';

  beforeAll(() => {
    folder = makeFolder();
    const machine = recordMachine({
      tcp: [{ local: '0.0.0.0:80', state: LISTEN, inode: 1 }],
      bootTime: 1_790_000_000,
      processes: [
        { pid: 1, name: 'systemd', uid: 0, parent: 0 },
        { pid: 700, name: 'sshd', uid: 0, unit: 'ssh.service' },
        { pid: 701, name: 'evil\u001b[31m', parent: 700, command: 'run \u001b]0;title\u0007 me', holds: [1] },
      ],
    });
    writeTree(machine, folder);
  });

  afterAll(() => removeFolder(folder));

  it('tells the chain that started it and its unit, and lets no control character through', () => {
    const { code, out } = portolan(['who', '80'], { env: { PORTOLAN_ROOT: folder } });
    expect(code).toBe(0);
    expect(out).toMatch(/started by +systemd \(1\) -> sshd \(700\) -> evil\?\[31m \(701\), from ssh\.service\n/);
    expect(out).toContain('run ?]0;title? me');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f]/);
  });
});
