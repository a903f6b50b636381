import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check, CheckId } from '../../src/cli/commands/doctor/check.ts';
import type { DoctorDocument } from '../../src/cli/documents.ts';
import { recordMachine } from '../../src/sockets/machine.fixture.ts';
import { NETLINK_FOLDER, WITH_NETLINK } from './netlink.fixture.ts';
import {
  makeFolder,
  portolan,
  removeFolder,
  ROOT,
  STACK_TRACE,
  writeTree,
  type RunOptions,
} from './program.fixture.ts';

let folder = '';
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => removeFolder(folder));

function checkOf(id: CheckId, options: RunOptions = {}): Check | undefined {
  const { code, out, err } = portolan(['doctor', '--json'], options);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return (JSON.parse(out) as DoctorDocument).checks.find((one) => one.id === id);
}

describe('portolan doctor', () => {
  it('prints a line a check, and never fails by itself', () => {
    const { code, out, err } = portolan(['doctor']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const id of ['platform', 'rights', 'backend', 'knowledge', 'certificates']) {
      expect(out).toMatch(new RegExp(`^(ok|limited|missing) +${id} `, 'm'));
    }
  });

  it('fails with --strict only where something is limited', () => {
    const { code, out, err } = portolan(['doctor', '--strict', '--json']);
    const { limited } = JSON.parse(out) as DoctorDocument;
    expect(code).toBe(limited === 0 ? 0 : 3);
    const troubled = portolan(['doctor', '--strict'], { env: { NODE_EXTRA_CA_CERTS: '/dev/null' } });
    expect(troubled.code).toBe(3);
    expect(troubled.err).toContain('--strict');
    expect(err).not.toMatch(STACK_TRACE);
  });

  it('knows what slows the start: certificates, and a cache that is not there', () => {
    expect(checkOf('certificates')?.state).toBe('ok');
    expect(checkOf('certificates', { env: { NODE_EXTRA_CA_CERTS: '/dev/null' } })?.state).toBe('limited');
    expect(checkOf('code-cache')?.state).toBe('ok');

    const copy = join(folder, 'copy');
    for (const part of ['bin', 'dist']) {
      mkdirSync(join(copy, part), { recursive: true });
      for (const entry of readdirSync(join(ROOT, part), { withFileTypes: true })) {
        if (entry.isFile() && !entry.name.endsWith('.cache')) {
          copyFileSync(join(ROOT, part, entry.name), join(copy, part, entry.name));
        }
      }
    }
    const program = join(copy, 'bin/portolan');
    expect(checkOf('code-cache', { program })?.state).toBe('limited');
    writeFileSync(join(copy, 'dist/portolan.cjs.cache'), 'no cache at all');
    expect(checkOf('code-cache', { program })?.found).toContain('another Node');
  });

  it('finds the notes and their faults', () => {
    const cwd = join(folder, 'notes');
    mkdirSync(cwd);
    const file = join(cwd, 'portolan.yaml');
    writeFileSync(file, 'ports:\n  22/tcp: { label: jump host }\n');
    expect(checkOf('notes', { cwd })).toMatchObject({ state: 'ok', found: expect.stringContaining(file) as string });
    writeFileSync(file, 'ports:\n  22/tcp: { colour: \u001b[31mred }\n');
    const faulty = checkOf('notes', { cwd });
    expect(faulty).toMatchObject({ state: 'limited', found: expect.stringContaining(`${file}:2:`) as string });
    expect(portolan(['doctor'], { cwd }).out).not.toContain('\u001b');
  });

  it('sees what a recorded machine hides, and says that it is read from files', () => {
    const tree = join(folder, 'tree');
    writeTree(recordMachine({ processes: [{ pid: 10, name: 'sshd' }] }), tree);
    mkdirSync(join(tree, 'proc/self'), { recursive: true });
    writeFileSync(join(tree, 'proc/self/mounts'), 'proc /proc proc rw,hidepid=2 0 0\n');
    const env = { PORTOLAN_ROOT: tree };
    expect(checkOf('proc', { env })?.found).toContain('hidepid=2');
    expect(checkOf('processes', { env })?.found).toContain('2 of 2');
    expect(checkOf('ipv6', { env })?.state).toBe('missing');
    expect(checkOf('backend', { env })).toMatchObject({
      state: 'ok',
      found: expect.stringContaining('PORTOLAN_ROOT') as string,
    });
  });

  it('answers where there is no /proc to read', () => {
    const env = { PORTOLAN_ROOT: join(folder, 'nowhere') };
    expect(checkOf('proc', { env })?.state).toBe('limited');
    expect(checkOf('tables', { env })?.state).toBe('limited');
    expect(checkOf('knowledge', { env })?.state).toBe('ok');
  });

  it('says why rows come from /proc', () => {
    expect(checkOf('backend', { env: { PORTOLAN_BACKEND: 'proc' } })?.found).toContain('PORTOLAN_BACKEND=proc');
    const broken = join(folder, 'broken/netlink/dist');
    mkdirSync(broken, { recursive: true });
    writeFileSync(join(broken, 'raw.js'), 'throw new Error("No native build was found");');
    if (NETLINK_FOLDER === null || WITH_NETLINK['NODE_PATH'] !== undefined) {
      const check = checkOf('backend', { env: { NODE_PATH: join(folder, 'broken') } });
      expect(check).toMatchObject({ state: 'limited', found: expect.stringContaining('No native build') as string });
    }
  });

  it.skipIf(NETLINK_FOLDER === null)('names the package that netlink comes from', () => {
    const check = checkOf('backend', { env: WITH_NETLINK });
    expect(check).toMatchObject({ state: 'ok', found: expect.stringMatching(/^netlink, by /) as string });
  });

  it.skipIf(process.getuid?.() !== 0)('tells an ordinary user what root would see', () => {
    expect(checkOf('rights', { uid: 65_534, cwd: '/' })).toMatchObject({
      state: 'limited',
      advice: expect.stringContaining('as root') as string,
    });
  });
});
