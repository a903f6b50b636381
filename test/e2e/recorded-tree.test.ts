import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ESTABLISHED, LISTEN, recordMachine, TIME_WAIT, UNCONNECTED } from '../../src/sockets/machine.fixture.ts';
import { makeFolder, portolan, removeFolder, STACK_TRACE, writeTree, type Ran } from './program.fixture.ts';

let folder = '';

beforeAll(() => {
  folder = makeFolder();
  writeTree(
    recordMachine({
      // Ports that neither IANA nor a dossier knows, so that no edit of the knowledge changes what is expected here.
      tcp: [
        { local: '127.0.0.1:61234', state: LISTEN, receiveQueue: 1, uid: 1000, inode: 4_294_967_295 },
        { local: '10.0.0.5:61234', remote: '10.0.0.9:61900', state: TIME_WAIT },
      ],
      tcp6: [
        {
          local: '[::ffff:10.0.0.5]:50001',
          remote: '[::ffff:10.0.0.9]:443',
          state: ESTABLISHED,
          sendQueue: 5,
          uid: 1000,
          inode: 12,
        },
      ],
      udp6: [{ local: '[::]:61235', state: UNCONNECTED, uid: 4242, inode: 13 }],
      processes: [
        {
          pid: 77,
          name: 'a) "b", (c',
          holds: [4_294_967_295, 12],
          exe: '/opt/app (deleted)',
          unit: 'app.service',
          startTicks: 12_345,
        },
      ],
      settings: {
        'ipv4/ip_local_port_range': '32768\t60999',
        'ipv4/ip_local_reserved_ports': '50000-50001',
        'ipv6/bindv6only': '0',
      },
      users: { 1000: 'ada' },
      bootTime: 1_700_000_000,
    }),
    join(folder, 'tree'),
  );
});

afterAll(() => removeFolder(folder));

function onTree(...args: string[]): Ran {
  return portolan(args, { env: { PORTOLAN_ROOT: join(folder, 'tree') } });
}

const PROCESS = {
  pid: 77,
  name: 'a) "b", (c',
  user: 'ada',
  command: 'a) "b", (c',
  executable: '/opt/app',
  executableDeleted: true,
  started: '2023-11-14T22:15:23.450Z',
  unit: 'app.service',
  container: null,
};
/** Any finding of the rule: what it says is the business of the rule's own tests. */
const aFinding = (id: string): unknown => expect.objectContaining({ id });
const UNSPECIFIED = { address: '0.0.0.0', port: 0 };

describe('a recorded machine', () => {
  it('gives exactly its sockets as JSON, listeners first, each group by port', () => {
    const { code, out, err } = onTree('sockets', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const document = JSON.parse(out) as { readonly sockets: unknown };
    expect(document).toMatchObject({
      schema: 'portolan/sockets@1',
      host: hostname(),
      ports: { ephemeral: { from: 32_768, to: 60_999 }, reserved: [{ from: 50_000, to: 50_001 }], bindV6Only: false },
      findings: [],
      completeness: { backend: 'proc', repeated: 0, processes: { readable: 2, denied: 0 } },
    });
    expect(document.sockets).toEqual([
      {
        transport: 'tcp',
        family: 'ipv4',
        local: { address: '127.0.0.1', port: 61_234 },
        remote: UNSPECIFIED,
        state: 'listen',
        direction: 'listen',
        queues: { receive: 1, send: 0 },
        uid: 1000,
        user: 'ada',
        inode: 4_294_967_295,
        owner: 'visible',
        unowned: null,
        process: { ...PROCESS, fd: 3 },
        processes: [{ ...PROCESS, fd: 3 }],
        class: 'dynamic',
        ephemeral: false,
        exposure: 'loopback',
        exposureReason: 'bound to 127.0.0.1, reachable from this host only',
        dualStack: null,
        sharing: 1,
        namespace: null,
        service: null,
        note: null,
        findings: [aFinding('sockets.deleted-executable')],
        details: null,
      },
      {
        transport: 'udp',
        family: 'ipv6',
        local: { address: '::', port: 61_235 },
        remote: { address: '::', port: 0 },
        state: 'unconnected',
        direction: 'listen',
        queues: { receive: 0, send: 0 },
        uid: 4242,
        user: null,
        inode: 13,
        owner: 'not-known',
        unowned: null,
        process: null,
        processes: [],
        class: 'dynamic',
        ephemeral: false,
        exposure: 'wildcard',
        exposureReason: 'bound to every address of this host',
        dualStack: 'likely',
        sharing: 1,
        namespace: null,
        service: null,
        note: null,
        findings: [aFinding('sockets.unknown-owner')],
        details: null,
      },
      {
        transport: 'tcp',
        family: 'ipv6',
        local: { address: '10.0.0.5', port: 50_001 },
        remote: { address: '10.0.0.9', port: 443 },
        state: 'established',
        direction: 'out',
        queues: { receive: 0, send: 5 },
        uid: 1000,
        user: 'ada',
        inode: 12,
        owner: 'visible',
        unowned: null,
        process: { ...PROCESS, fd: 4 },
        processes: [{ ...PROCESS, fd: 4 }],
        class: 'dynamic',
        ephemeral: false, // reserved out of the range
        exposure: 'peer',
        exposureReason: 'connected: only its peer can reach it',
        dualStack: null,
        sharing: null,
        namespace: null,
        service: { name: 'https', source: 'dossier', port: 443, transport: 'tcp', side: 'remote' },
        note: null,
        findings: [],
        details: null,
      },
      {
        transport: 'tcp',
        family: 'ipv4',
        local: { address: '10.0.0.5', port: 61_234 },
        remote: { address: '10.0.0.9', port: 61_900 },
        state: 'time-wait',
        direction: 'in',
        queues: { receive: 0, send: 0 },
        uid: 0,
        user: null,
        inode: null,
        owner: 'none',
        unowned: 'time-wait',
        process: null,
        processes: [],
        class: 'dynamic',
        ephemeral: false,
        exposure: 'peer',
        exposureReason: 'connected: only its peer can reach it',
        dualStack: null,
        sharing: null,
        namespace: null,
        service: null,
        note: null,
        findings: [],
        details: null,
      },
    ]);
  });

  it('gives the same sockets whatever letters choose them', () => {
    const ports = (...args: string[]): (string | undefined)[] =>
      onTree('sockets', '-H', ...args)
        .out.split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('\t')[4]);
    const [listener, udp, out, timeWait] = ['127.0.0.1:61234', '*:61235', '10.0.0.5:50001', '10.0.0.5:61234'];
    expect(ports()).toEqual([listener, udp, out, timeWait]);
    expect(ports('-tuan')).toEqual([listener, udp, out, timeWait]);
    expect(ports('-tulpn')).toEqual([listener, udp]);
    expect(ports('-t')).toEqual([out, timeWait]);
    expect(ports('-ta')).toEqual([listener, out, timeWait]);
    expect(ports('-ul')).toEqual([udp]);
    expect(ports('-4a')).toEqual([listener, timeWait]);
    expect(ports('-6l')).toEqual([udp]);
    expect(ports('-46a')).toEqual([listener, udp, out, timeWait]);
    expect(ports('--risky')).toEqual([listener, udp]);
  });

  it('says in three different ways that a row has no owner to show', () => {
    const cells = onTree('netstat', '-tuanp')
      .out.split('\n')
      .map((line) => line.split('\t'));
    const column = cells[0]?.indexOf('PROCESS') ?? -1;
    expect(cells.slice(1, 5).map((row) => row[column])).toEqual(['77/a) "b", (c', '(not known)', '77/a) "b", (c', '-']);
  });

  it('is complete, and --strict content with it', () => {
    expect(onTree('sockets', '--strict').code).toBe(0);
    expect(onTree('--strict').code).toBe(0);
  });

  it('tells explain what holds a port here', () => {
    expect(onTree('explain', '61234/tcp').out).toContain('a) "b", (c (pid 77)');
    expect(onTree('explain', '61236/tcp').out).toContain('nothing listens on it');
    expect(onTree('explain', '61234/tcp', '--no-here').out).not.toContain('pid 77');
  });
});

describe('a machine that shows nothing', () => {
  it.each([[[]], [['sockets']], [['sockets', '--json']], [['sockets', '-t']], [['--csv']]])(
    'is exit code 3 for %j, and one sentence says what is missing',
    (args: string[]) => {
      const { code, out, err } = portolan(args, { env: { PORTOLAN_ROOT: folder } });
      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).toMatch(/^portolan: no socket table could be read: .*proc\/net\/tcp.*\n$/);
      expect(err).not.toMatch(STACK_TRACE);
    },
  );

  it('does not keep explain from explaining', () => {
    const { code, out } = portolan(['explain', '443'], { env: { PORTOLAN_ROOT: join(folder, 'nowhere') } });
    expect(code).toBe(0);
    expect(out).toMatch(/^443\/tcp/m);
    expect(out).toContain('could not look');
  });
});

describe('a table that is damaged', () => {
  it('is read as far as it goes, and --strict says with exit code 3 that it is not whole', () => {
    const damaged = join(folder, 'damaged');
    const fs = recordMachine({ tcp: [{ local: '127.0.0.1:61234', state: LISTEN, inode: 5 }] });
    writeTree(fs.file('proc/net/udp', 'heading\nnonsense\n\0\0\0'), damaged);
    const env = { PORTOLAN_ROOT: damaged };
    const lenient = portolan(['sockets'], { env });
    expect(lenient.code).toBe(0);
    expect(lenient.out).toContain('127.0.0.1:61234');
    expect(lenient.err).toMatch(/2 lines of \/proc\/net\/udp/);
    const strict = portolan(['sockets', '--strict'], { env });
    expect(strict.code).toBe(3);
    expect(strict.out).toBe(lenient.out);
    expect(strict.err).toContain('--strict');
    expect(portolan(['--strict', '--json'], { env }).code).toBe(3);
  });
});
