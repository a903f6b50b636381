import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVERS } from '../servers/catalogue.ts';
import { listFolder, type Entry } from '../servers/folder-listing.ts';
import { LAB_FTP } from '../servers/ftp-folder.ts';
import { openLab, whyNoServers, type Lab } from '../servers/lab.ts';
import { OUTSIDE_INTERFACE } from '../servers/network.ts';
import { auditFromInside, auditFromOutside, everyCheckAt, textFromOutside, type LabAudit } from './audit-from.ts';
import { beyondBudget, controlCharacters, wrongFromInside, wrongFromOutside } from './judge-audit.ts';

/** `npm run test:lab` takes every server; `npm test` the small set and some hostile ones. */
const isFull = process.env['PORTOLAN_LAB'] === 'full';
const HOSTILE = ['hostile-escapes', 'hostile-burst', 'hostile-tls-garbage', 'hostile-udp-flood'];
const CHOSEN = SERVERS.filter(({ name, small }) => isFull || small === true || HOSTILE.includes(name));

const whyNot = await whyNoServers(CHOSEN);
if (whyNot !== null) console.warn(`skipped: ${whyNot}, so the audit is not held to real servers`);

/** Starting them, and packages the first time. */
const START_MS = isFull ? 900_000 : 300_000;
/** Whatever hostile servers do, an audit of them all ends. */
const AUDIT_MS = isFull ? 600_000 : 300_000;
/** Audits from inside hosts that run at a time. */
const AT_A_TIME = 4;

const SCOPE = `version: 1
scope: { allow: [10.78.0.0/16, "fd78::/64"] }
zones: [lab.example]
queryName: www.recurse.test
`;

describe.skipIf(whyNot !== null)(`the audit of ${CHOSEN.length} servers of the lab`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-lab-'));
  const policy = join(folder, 'outside.yaml');
  const policyInside = join(folder, 'inside.yaml');
  let lab: Lab;
  let before: Map<string, Entry[]>;
  let outside: LabAudit;
  const inside = new Map<string, LabAudit>();

  beforeAll(async () => {
    writeFileSync(policy, `${SCOPE}dhcp: { interface: ${OUTSIDE_INTERFACE}, servers: [] }\n`);
    writeFileSync(policyInside, SCOPE);
    lab = await openLab({ servers: CHOSEN });
    before = folders(lab);
  }, START_MS);

  afterAll(async () => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'says the right verdict of every server from outside, over IPv4 and IPv6',
    async () => {
      outside = await auditFromOutside(lab, policy);
      const { wrong, right } = wrongFromOutside(lab, outside);
      expect(wrong).toEqual([]);
      expect(right).toBeGreaterThan(CHOSEN.length);
      expect(outside.gaps).toEqual([]);
      expect(outside.errors).toBe('');
    },
    AUDIT_MS,
  );

  it(
    'says nothing wrong from inside, and never that a hardened server is exposed',
    async () => {
      const next = lab.network.hosts.values();
      const work = async (): Promise<void> => {
        for (const host of next) inside.set(host.address, await auditFromInside(lab, host, policyInside));
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, work));
      expect([...inside].flatMap(([address, audit]) => wrongFromInside(lab, audit, address))).toEqual([]);
      expect(inside.size).toBe(lab.network.hosts.length);
    },
    AUDIT_MS,
  );

  it(
    'takes a web server on the port of FTP for nothing that it is not, check by check',
    async () => {
      const results = await everyCheckAt(lab, 'http-on-21', 21);
      const said = results.filter(({ check }) => !check.startsWith('http.'));
      expect(said.length).toBeGreaterThan(25);
      expect(said.filter(({ verdict }) => verdict === 'exposed')).toEqual([]);
      const ftp = said.filter(({ check }) => check.startsWith('ftp.')).map(({ verdict }) => verdict);
      expect(ftp).toEqual(['not-applicable', 'not-applicable', 'not-applicable']);
    },
    AUDIT_MS,
  );

  it('stays within the budget of each check', () => {
    expect([outside, ...inside.values()].flatMap(beyondBudget)).toEqual([]);
  });

  it('leaves the folders of FTP and TFTP servers as they were', () => {
    expect(before.size).toBeGreaterThan(5);
    expect(folders(lab)).toEqual(before);
  });

  it(
    'writes nothing that a terminal acts upon, whatever servers send',
    async () => {
      expect([outside, ...inside.values()].flatMap(({ output, errors }) => controlCharacters(output + errors))).toEqual(
        [],
      );
      const { host } = lab.server('hostile-escapes');
      const text = await textFromOutside(lab, host, policy);
      expect(text).toContain('21/tcp');
      expect(controlCharacters(text)).toEqual([]);
    },
    AUDIT_MS,
  );
});

/** What the servers that hand out files have, by server. */
function folders({ servers }: Lab): Map<string, Entry[]> {
  return new Map(
    servers
      .map((running) => [running.server.name, running.pathOf(LAB_FTP)] as const)
      .filter(([, path]) => existsSync(path))
      .map(([name, path]) => [name, listFolder(path)] as const),
  );
}
