import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVERS } from './catalogue.ts';
import { listFolder } from './folder-listing.ts';
import { LAB_FTP } from './ftp-folder.ts';
import { initScript } from './init-script.ts';
import { tcp, type LabServer } from './lab-server.ts';
import { openLab, whyNoServers, type Lab } from './lab.ts';
import { answersTo, signsOf, wrongSigns } from './signs/show.ts';
import { lines } from './signs/sign.ts';
import { truthTable } from './truth-table.ts';
import { upstreamVersion } from './truth.ts';

const NAMES = ['vsftpd-v', 'vsftpd-h', 'redis-v', 'redis-h'];

const MADE_UP: LabServer = {
  name: 'made-up',
  about: '',
  packages: [],
  services: [tcp(7777, 'unknown')],
  start: 'sleep 60',
  expect: {},
};

const whyNot = await whyNoServers(NAMES);
if (whyNot !== null) console.warn(`skipped: ${whyNot}, so no real server can be started`);

describe.skipIf(whyNot !== null)('the lab of real servers', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await openLab({ servers: NAMES });
  }, 120_000);

  afterAll(() => lab.close());

  it('puts servers of the same port on different hosts, and others together', () => {
    const [vulnerable, hardened, store] = NAMES.map((name) => lab.server(name).host.address);
    expect(vulnerable).toBe('10.78.0.2');
    expect(hardened).toBe('10.78.0.3');
    expect(store).toBe(vulnerable);
  });

  it('has servers that answer from outside as their names say', () => {
    expect(wrongSigns(lab)).toEqual([]);
  });

  it('notices a server that is not in the state its name says', async () => {
    const open = SERVERS.filter(({ name }) => name === 'netbios-stub-v').map((server) => ({
      ...server,
      name: 'netbios-stub-h',
    }));
    const wrong = await openLab({ servers: open });
    try {
      expect(wrongSigns(wrong).map(({ name, port }) => [name, port])).toEqual([['netbios-stub-h', 137]]);
    } finally {
      await wrong.close();
    }
  });

  it('has them answer over IPv6 too, and knows the version a greeting tells', () => {
    const { host, services } = lab.server('vsftpd-v');
    const [said = ''] = answersTo(lab, [{ address: host.address6, sign: lines(21, ['QUIT'], /^221 /mu) }]);
    expect(said).toContain(`vsFTPd ${services[0]?.version ?? ''})`);
    expect(said).toMatch(/^221 /mu);
  });

  it('lists a folder as the server sees it, and an upload shows', () => {
    const { host } = lab.server('vsftpd-v');
    const folder = lab.server('vsftpd-v').pathOf(LAB_FTP);
    const before = listFolder(folder);
    expect(before.map(({ path }) => path)).toEqual(['.', 'incoming', 'pub', 'pub/readme.txt']);
    expect(listFolder(folder)).toEqual(before);
    const session = ['USER anonymous', 'PASS lab@example.invalid', 'MKD incoming/left', 'QUIT'];
    answersTo(lab, [{ address: host.address, sign: lines(21, session, /^221 /mu) }]);
    expect(listFolder(folder)).not.toEqual(before);
  });

  it('keeps servers from the network and the files of this machine', () => {
    const [program, args] = lab.enterInside(['ip', 'route', 'get', '192.0.2.1'], 'vsftpd-v');
    expect(spawnSync(program, args, { encoding: 'utf8' }).stderr).toMatch(/unreachable/u);
    const { pid } = lab.server('vsftpd-v');
    const view = [
      '--target',
      String(pid),
      '--mount',
      '--',
      'sh',
      '-c',
      'touch /portolan-lab-was-here /usr/portolan-lab-was-here',
    ];
    expect(spawnSync('nsenter', view, { encoding: 'utf8' }).stderr.match(/Read-only file system/gu)).toHaveLength(2);
  });
});

describe.skipIf(whyNot !== null)('what is left of a lab', () => {
  it('is nothing, when it is closed', async () => {
    const lab = await openLab({ servers: ['vsftpd-v'] });
    const pids = [lab.server('vsftpd-v').pid, lab.network.outside.pid];
    await lab.close();
    await expectGone(pids);
  }, 60_000);

  it('is nothing, when the process that opened it is killed', async () => {
    const script = 'lab/servers/killed-holder.fixture.ts';
    const holder = spawn(process.execPath, ['scripts/run-ts.mjs', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(holder.stdout, 'data')) as [Buffer];
    const pids = JSON.parse(line.toString()) as number[];
    expect(pids.every((pid) => pid > 1)).toBe(true);
    holder.kill('SIGKILL');
    await expectGone(pids);
  }, 60_000);

  it('is nothing, when a server does not come up; its own words say why', async () => {
    const broken: LabServer = { ...MADE_UP, name: 'broken', start: 'echo "my port is too hot" >&2; exit 7' };
    await expect(openLab({ servers: ['vsftpd-v', broken] })).rejects.toThrow(
      /broken ended \(7\)[^]*my port is too hot/u,
    );
  }, 60_000);

  it('says which server there is none of, and which package', async () => {
    await expect(openLab({ servers: ['no-such-server'] })).rejects.toThrow(/no server no-such-server/u);
    const server: LabServer = { ...MADE_UP, packages: ['portolan-lab-has-no-such-package'] };
    expect(await whyNoServers([server])).toMatch(/portolan-lab-has-no-such-package/u);
  }, 60_000);
});

describe('the catalogue of the lab', () => {
  it('stands in README.md as it is; `npm run lab -- truth` prints the table', () => {
    expect(readFileSync('lab/README.md', 'utf8')).toContain(truthTable());
  });

  it('has a sign of its state for every server that has one', () => {
    const without = SERVERS.filter(({ name }) => signsOf(name).length === 0).map(({ name }) => name);
    expect(without.filter((name) => !name.startsWith('hostile-'))).toEqual([]);
  });

  it('has a name of its own for every server, and a truth for every check it names', () => {
    const names = SERVERS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, services, expect: verdicts } of SERVERS) {
      expect(services.length, name).toBeGreaterThan(0);
      expect(Object.keys(verdicts).length, name).toBeGreaterThan(0);
    }
  });

  it('writes configurations that the shell cannot read anything into', () => {
    const server = { name: 'x', about: '', packages: ['x'], services: [], start: 'true', expect: {} };
    const script = initScript(
      { ...server, files: [{ path: '/etc/x', content: '$(reboot) {{address}} `x`' }] },
      '10.78.0.9',
    );
    expect(script).not.toContain('reboot');
    expect(script).toContain(Buffer.from('$(reboot) 10.78.0.9 `x`\n').toString('base64'));
  });

  it('counts versions as upstream does', () => {
    expect(upstreamVersion('1:2.3.19.1+dfsg1-2.1+deb12u7')).toBe('2.3.19.1');
    expect(upstreamVersion('5:7.0.15-1~deb12u7')).toBe('7.0.15');
    expect(upstreamVersion('3.0.3-13+b2')).toBe('3.0.3');
  });
});

/** The kernel ends the processes of a namespace a moment after its first. */
async function expectGone(pids: readonly number[]): Promise<void> {
  for (let look = 0; look < 100 && pids.some(isThere); look += 1) await sleep(50);
  expect(pids.filter(isThere)).toEqual([]);
}

function isThere(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) !== '';
  } catch {
    return false;
  }
}
