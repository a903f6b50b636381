import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeLeases, LeaseFileError, leaseFilePath, readLeases } from './lease-file.ts';
import { withLease, type Lease } from './lease.ts';
import { findProject } from './project.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-leases-'));
  path = join(folder, 'state/portolan/leases.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LEASE: Lease = { project: '/a', name: 'web', port: 20_000, since: '2026-01-02T03:04:05.000Z' };

async function add(lease: Lease): Promise<void> {
  await changeLeases(path, async (leases) => {
    await new Promise((resolve) => setTimeout(resolve, 1)); // others get their turn
    return { leases: withLease(leases, lease), result: null };
  });
}

describe('the file of leases', () => {
  it('is none at first, and then what was written, for this user only', async () => {
    expect(readLeases(path)).toEqual([]);
    await add(LEASE);
    expect(readLeases(path)).toEqual([LEASE]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'state/portolan'))).toEqual(['leases.json']); // no lock, nothing half written
  });

  it('loses nothing when many write at once', async () => {
    const leases = Array.from({ length: 20 }, (_, index) => ({ ...LEASE, name: `n${index}` }));
    await Promise.all(leases.map(async (lease) => add(lease)));
    expect(readLeases(path)).toHaveLength(20);
  });

  it('is not touched when nothing changes, or the change fails', async () => {
    await add(LEASE);
    const before = statSync(path).ino;
    await changeLeases(path, async (leases) => ({ leases, result: null }));
    await expect(changeLeases(path, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(statSync(path).ino).toBe(before);
    await add({ ...LEASE, port: 20_001 }); // and the lock is open again
    expect(readLeases(path)[0]?.port).toBe(20_001);
  });

  it('is opened in spite of a lock that a killed process left', async () => {
    mkdirSync(join(folder, 'state/portolan'), { recursive: true });
    writeFileSync(`${path}.lock`, '1\n');
    utimesSync(`${path}.lock`, new Date(0), new Date(0));
    await add(LEASE);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it.each([
    '',
    '[]',
    '{"version":2,"leases":[]}',
    '{"version":1,"leases":[{"project":"/a","name":"web","port":"80","since":"2026-01-01"}]}',
    '{"version":1,"leases":[{"project":"/a","name":"\\u001b","port":80,"since":"2026-01-01"}]}',
    '{"version":1,"leases":[{"project":"/a","name":"web","port":80.5,"since":"2026-01-01"}]}',
    '{"version":1,"leases":[null]}',
  ])('is refused and left as it is when it holds %s', async (text) => {
    mkdirSync(join(folder, 'state/portolan'), { recursive: true });
    writeFileSync(path, text);
    await expect(add(LEASE)).rejects.toThrow(LeaseFileError);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('lies where the XDG specification says', () => {
    expect(leaseFilePath({ XDG_STATE_HOME: '/s', HOME: '/h' })).toBe('/s/portolan/leases.json');
    expect(leaseFilePath({ XDG_STATE_HOME: 's', HOME: '/h' })).toBe('/h/.local/state/portolan/leases.json');
    expect(leaseFilePath({ HOME: 'h' })).toBeNull();
    expect(leaseFilePath({})).toBeNull();
  });
});

describe('the project of a folder', () => {
  it('is the nearest one upward with a repository, a worktree or a package', () => {
    const deep = join(folder, 'repo/packages/app/src/deep');
    mkdirSync(deep, { recursive: true });
    mkdirSync(join(folder, 'repo/.git'));
    expect(findProject(deep)).toBe(join(folder, 'repo'));
    writeFileSync(join(folder, 'repo/packages/app/package.json'), '{}');
    expect(findProject(deep)).toBe(join(folder, 'repo/packages/app'));
    writeFileSync(join(folder, 'repo/packages/app/src/.git'), 'gitdir: elsewhere');
    expect(findProject(deep)).toBe(join(folder, 'repo/packages/app/src'));
  });
});
