import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LAB_CACHE } from './cache.ts';

const run = promisify(execFile);

/** apt keeps its caches to itself and drops no rights, so that it writes nothing but the packages into our own folder. */
const APT_OPTIONS = [
  '-q',
  '-o',
  'Dir::Cache::pkgcache=',
  '-o',
  'Dir::Cache::srcpkgcache=',
  '-o',
  'APT::Sandbox::User=root',
];

/** Installation lists of large packages are about 20 kB. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

export interface Unpacked {
  /** Folder with `usr`, `etc` and `var` as the packages have them. */
  readonly root: string;
  /** Debian's version of every package in it. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Why no Debian package can be had here, in a few words; null when nothing is known to be in the way. */
export function whyNoPackages(): string | null {
  for (const program of ['apt-get', 'dpkg-deb', 'tar']) {
    if (spawnSync(program, ['--version']).error !== undefined) return `${program} cannot be started`;
  }
  return null;
}

/** By root: servers of one process that need the same packages wait for one download. */
const unpacking = new Map<string, Promise<Unpacked>>();

/**
 * Downloads packages and all they need that is not installed, and unpacks them side by side into the cache: nothing is
 * installed, no script of a package runs. What is there already is taken as it is. Throws PackagesMissing when a package
 * cannot be had.
 */
export function unpack(packages: readonly string[]): Promise<Unpacked> {
  const root = join(LAB_CACHE, 'roots', [...packages].sort().join('+'));
  const known = unpacking.get(root);
  if (known !== undefined) return known;
  const unpacked = unpackInto(root, packages);
  unpacking.set(root, unpacked);
  return unpacked;
}

async function unpackInto(root: string, packages: readonly string[]): Promise<Unpacked> {
  const stamp = join(root, 'versions.json');
  if (!existsSync(stamp)) {
    const temporary = `${root}.${process.pid}`;
    await rm(temporary, { recursive: true, force: true });
    try {
      await fetchInto(temporary, packages);
      await rename(temporary, root);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      if (!existsSync(stamp)) throw error; // another process was faster
    }
  }
  return { root, versions: JSON.parse(await readFile(stamp, 'utf8')) as Record<string, string> };
}

async function fetchInto(root: string, packages: readonly string[]): Promise<void> {
  const folder = join(root, 'debs');
  await mkdir(folder, { recursive: true });
  // Debian's packages still name /bin, /lib and /sbin, which are links into /usr.
  for (const name of ['etc', 'usr/bin', 'usr/lib', 'usr/lib64', 'usr/sbin', 'var'])
    await mkdir(join(root, name), { recursive: true });
  for (const name of ['bin', 'lib', 'lib64', 'sbin']) await symlink(`usr/${name}`, join(root, name));

  await apt(['download', ...(await withDependencies(packages))], folder);
  const versions: Record<string, string> = {};
  for (const file of await readdir(folder)) {
    const path = join(folder, file);
    const { stdout } = await run('dpkg-deb', ['--show', '--showformat=${Package} ${Version}', path]);
    const [name = file, version = ''] = stdout.split(' ');
    versions[name] = version;
    // dpkg-deb --extract would replace the links.
    await run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink -C "$2"', 'sh', path, root]);
  }
  await rm(folder, { recursive: true });
  await writeFile(join(root, 'versions.json'), `${JSON.stringify(versions, null, 2)}\n`);
}

/**
 * The packages themselves, and what apt would install with them on this system. Each is asked for alone: the lab's servers
 * contradict each other and what is installed, which does not matter here.
 */
async function withDependencies(packages: readonly string[]): Promise<string[]> {
  const wanted = new Set(packages);
  for (const name of packages) {
    const text = await apt(['install', '--simulate', '--no-install-recommends', name], LAB_CACHE);
    for (const [, dependency = ''] of text.matchAll(/^Inst (\S+)/gmu)) wanted.add(dependency);
  }
  return [...wanted];
}

async function apt(args: readonly string[], folder: string): Promise<string> {
  try {
    const { stdout } = await run('apt-get', [...APT_OPTIONS, ...args], {
      cwd: folder,
      maxBuffer: MAX_OUTPUT_BYTES,
      env: { ...process.env, LC_ALL: 'C' },
    });
    return stdout;
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new PackagesMissing(`apt-get ${args.join(' ')} failed: ${stderr.trim()}. Does \`apt-get update\` help?`);
  }
}

/** A package is not to be had: no mirror, no lists, or another system than Debian. */
export class PackagesMissing extends Error {}
