import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type { KillDocument } from '../../src/cli/documents.ts';
import { LISTEN, recordMachine } from '../../src/sockets/machine.fixture.ts';
import { faultsByJsonSchema } from './contract.fixture.ts';
import { environment, makeFolder, portolan, PORTOLAN, removeFolder, writeTree, type Ran } from './program.fixture.ts';
import { hasTerminal } from './terminal.fixture.ts';
import { isAlive, PortLab } from './who-kill.fixture.ts';

const whyNot = process.platform === 'linux' ? whyNoNamespace() : 'there is no /proc here';
if (whyNot !== null) console.warn(`skipped: ${whyNot}, so nothing can be killed by its port`);
const hasPython = spawnSync('python3', ['-c', 'import socket; socket.SO_REUSEPORT']).status === 0;
if (!hasPython) console.warn('skipped: without python3 there is nobody to set SO_REUSEPORT');

describe.skipIf(whyNot !== null)('portolan kill', () => {
  let namespace: NetworkNamespace;
  let lab: PortLab;

  beforeEach(async () => {
    namespace = await NetworkNamespace.open();
    lab = new PortLab(namespace);
  });

  afterEach(() => namespace.close());

  it('ends whoever holds the port, and says that it is free', async () => {
    const server = await lab.hold('listen', 1808);
    const { code, out, err } = lab.portolan('kill', '1808', '--yes');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`TERM  node (pid ${server.pid})`);
    expect(out).toMatch(/1808\/tcp is free\n$/);
    expect(isAlive(server.pid)).toBe(false);
    expect(lab.portolan('who', '1808').code).toBe(1);
  });

  it('never touches 18080 when it is asked for 1808, and sends nothing where nobody holds the port', async () => {
    const server = await lab.hold('listen', 18_080);
    for (const words of [['1808'], ['1808/tcp'], ['808'], ['1808', '--force', '--signal', 'KILL']]) {
      const { code, out, err } = lab.portolan('kill', ...words, '--yes');
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/^portolan: nobody holds [^\n]*; nothing was sent\n$/);
    }
    expect(isAlive(server.pid)).toBe(true);
    expect(lab.portolan('who', '18080').code).toBe(0);
  });

  it('never kills a client that is connected to the port', async () => {
    const server = await lab.hold('listen', 1808);
    const client = await lab.hold('client', 1808);
    const { code, out } = lab.portolan('kill', '1808', '--yes');
    expect(code).toBe(0);
    expect(out).toContain('1 connection on it will break');
    expect(out).not.toContain(`pid ${client.pid}`);
    expect([isAlive(server.pid), isAlive(client.pid)]).toEqual([false, true]);
  });

  it('ends all workers that share the socket with the one that forked them', async () => {
    const { pid, told } = await lab.hold('forked', 1808);
    const pids = [pid, ...told.map(Number)];
    expect(pids).toHaveLength(4);
    expect(pids.every(isAlive)).toBe(true);
    const { code, out } = lab.portolan('kill', '1808', '--yes', '--json');
    expect(code).toBe(0);
    const document = JSON.parse(out) as KillDocument;
    expect(faultsByJsonSchema('kill', document)).toEqual([]);
    expect(document.holders.map((holder) => holder.pid)).toEqual([pid, ...told.map(Number).toSorted((a, b) => a - b)]);
    expect(document.outcome).toMatchObject({ free: true, heldBy: [] });
    expect(document.outcome?.signals.map(({ signal, result }) => `${signal} ${result}`)).toEqual(
      pids.map(() => 'SIGTERM sent'),
    );
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it.skipIf(!hasPython)('ends every process of a SO_REUSEPORT group', async () => {
    const group = [await lab.reusePort(1808), await lab.reusePort(1808), await lab.reusePort(1808)];
    const { code, out } = lab.portolan('kill', '1808', '--yes');
    expect(code, out).toBe(0);
    expect(out).toContain('held by 3 processes');
    expect(group.filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  it('kills what does not listen to TERM, after the grace', async () => {
    const { pid } = await lab.hold('stubborn', 1808);
    const { code, out } = lab.portolan('kill', '1808', '--yes', '--grace', '0.2', '--json');
    expect(code).toBe(0);
    expect((JSON.parse(out) as KillDocument).outcome).toMatchObject({
      signals: [
        { pid, signal: 'SIGTERM', result: 'sent' },
        { pid, signal: 'SIGKILL', result: 'sent' },
      ],
      free: true,
    });
    expect(isAlive(pid)).toBe(false);
  });

  it('sends the signal it was told to', async () => {
    const { pid } = await lab.hold('stubborn', 1808);
    const { code, out } = lab.portolan('kill', '1808', '--yes', '--signal', 'int');
    expect(code).toBe(0);
    expect(out).toContain('INT ');
    expect(out).not.toContain('had to be killed');
    expect(isAlive(pid)).toBe(false);
  });

  it('ends whoever holds a UDP port, also where TCP of the same number is free', async () => {
    const [named, unnamed] = [await lab.hold('udp', 1808), await lab.hold('udp', 1809)];
    expect(lab.portolan('kill', '1808/tcp', '--yes').code).toBe(1);
    expect(isAlive(named.pid)).toBe(true);
    expect(lab.portolan('kill', '1808/udp', '--yes').code).toBe(0);
    const { code, out, err } = lab.portolan('kill', '1809', '--yes');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('1809/udp is free');
    expect([named, unnamed].filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  it('wants a UDP socket from the range of clients named, for it is most likely one', async () => {
    const { pid } = await lab.hold('udp', 45_001);
    const { code, err } = lab.portolan('kill', '45001', '--yes');
    expect(code).toBe(1);
    expect(err).toContain("45001/udp is most likely a client's");
    expect(isAlive(pid)).toBe(true);
    expect(lab.portolan('kill', '45001/udp', '--yes').code).toBe(0);
  });

  it('leaves UDP alone where TCP of the same number is held', async () => {
    const [tcp, udp] = [await lab.hold('listen', 1808), await lab.hold('udp', 1808)];
    expect(lab.portolan('kill', '1808', '--yes').code).toBe(0);
    expect([isAlive(tcp.pid), isAlive(udp.pid)]).toEqual([false, true]);
  });

  it('tells with exit code 3 who has the port where it is handed on, and sends that one nothing', async () => {
    const { pid } = await lab.hold('heir', 1808);
    const { code, err } = lab.portolan('kill', '1808', '--yes');
    expect(code, err).toBe(3);
    const heir = /1808\/tcp is still held by node \(pid (\d+)\); something starts it again/.exec(err)?.[1];
    expect(heir).toBeDefined();
    expect([isAlive(pid), isAlive(Number(heir))]).toEqual([false, true]);
  });

  it('refuses to end what it was started by, also when forced', async () => {
    const { pid, told } = await lab.hold('ancestor', 1808, PORTOLAN, 'kill', '1808', '--yes', '--force');
    expect(told[0]).toBe('4');
    expect(told.slice(1).join(' ')).toContain('started this command');
    expect(isAlive(pid)).toBe(true);
  });

  it('sends nothing without a terminal to ask on, unless told not to ask', async () => {
    const { pid } = await lab.hold('listen', 1808);
    const { code, out, err } = lab.portolan('kill', '1808');
    expect(code).toBe(4);
    expect(out).toContain(`node (pid ${pid})`);
    expect(err).toContain('--yes');
    expect(isAlive(pid)).toBe(true);
  });

  it('shows the plan and sends nothing on a dry run, with what else would go', async () => {
    const { pid } = await lab.hold('forked', 1808);
    const dry = lab.portolan('kill', '1808', '--dry-run', '--json');
    expect(dry.code).toBe(0);
    const document = JSON.parse(dry.out) as KillDocument;
    expect(faultsByJsonSchema('kill', document)).toEqual([]);
    expect(document).toMatchObject({ held: true, dryRun: true, outcome: null, refusals: [] });
    expect(lab.portolan('kill', '1808', '--dry-run').out).toContain('TERM');
    expect(isAlive(pid)).toBe(true);
  });

  describe.skipIf(!hasTerminal)('on a terminal', () => {
    const onTerminal = (input: string): Ran => {
      const args = ['-qec', lab.commandLine('kill', '1808'), '/dev/null'];
      const options = { env: environment({ SHELL: '/bin/sh' }), encoding: 'utf8', input, timeout: 30_000 } as const;
      const { status, stdout, stderr } = spawnSync('script', args, options);
      return { code: status, out: stdout, err: stderr };
    };

    it('asks, and sends nothing unless the answer is yes', async () => {
      const { pid } = await lab.hold('listen', 1808);
      for (const answer of ['n\n', '\n', 'yesterday\n']) {
        const { code, out } = onTerminal(answer);
        expect(out).toContain('Send it? [y/N]');
        expect(out).toContain('nothing was sent');
        expect(code).toBe(1);
        expect(isAlive(pid)).toBe(true);
      }
      expect(onTerminal('y\n').code).toBe(0);
      expect(isAlive(pid)).toBe(false);
    });
  });
});

describe('portolan kill, asked wrongly', () => {
  it.each([
    [['kill'], /one port/],
    [['kill', '1', '2', '--yes'], /one port.*1, 2/],
    [['kill', '3000-3010', '--yes'], /one port/],
    [['kill', '0', '--yes'], /port 0/],
    [['kill', '70000', '--yes'], /65535/],
    [['kill', '1808/sctp', '--yes'], /TCP and UDP/],
    [['kill', '1808', '--signal', 'STOP'], /--signal takes one of TERM.*"STOP"/],
    [['kill', '1808', '--grace', '-1'], /--grace/],
    [['kill', '1808', '--grace', 'soon'], /--grace takes seconds.*"soon"/],
    [['kill', '1808', '--yes', '--dry-run'], /exclude/],
  ])('%j ends with 2 and says why', (words, expected) => {
    const { code, out, err } = portolan(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(expected);
  });
});

describe('a recorded machine', () => {
  it('shows its plan, and nobody here gets a signal for it', () => {
    const folder = makeFolder();
    try {
      const proxy = { pid: process.pid, name: 'docker-proxy', holds: [1], uid: process.getuid?.() ?? 0 };
      const machine = recordMachine({
        tcp: [{ local: '0.0.0.0:8080', state: LISTEN, inode: 1 }],
        processes: [proxy],
      });
      writeTree(machine, join(folder, 'tree'));
      const env = { PORTOLAN_ROOT: join(folder, 'tree') };
      const refused = portolan(['kill', '8080', '--yes'], { env });
      expect(refused.code).toBe(4);
      expect(refused.err).toContain('docker ps --filter publish=8080/tcp, then docker stop CONTAINER');
      expect(portolan(['kill', '8080', '--dry-run', '--force'], { env }).code).toBe(0);
      const forced = portolan(['kill', '8080', '--yes', '--force'], { env });
      expect(forced.code).toBe(4);
      expect(forced.err).toContain('not those of this PID namespace');
    } finally {
      removeFolder(folder);
    }
  });
});
