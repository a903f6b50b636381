import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecordedProcFs } from '../../src/sockets/linux/recorded-proc-fs.fixture.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PORTOLAN = join(ROOT, 'bin/portolan');

/** More than `knowledge export` prints. */
const MAX_OUTPUT = 64 * 1024 * 1024;

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Another copy of the program. */
  readonly program?: string;
  readonly uid?: number;
  /** Folder to run in; the caller's when absent. */
  readonly cwd?: string;
}

/** An environment in which nothing of the caller's settings colours or redirects the program. */
export function environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  return { PATH, TERM: 'xterm', ...extra };
}

/** Runs the built program to its end. */
export function portolan(args: readonly string[], { env = {}, program = PORTOLAN, uid, cwd }: RunOptions = {}): Ran {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    env: environment(env),
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT,
    timeout: 30_000,
    ...(uid !== undefined && { uid, gid: uid }),
    ...(cwd !== undefined && { cwd }),
  });
  if (error !== undefined) throw error;
  return { code: status, out: stdout, err: stderr };
}

/** Runs a line of shell in which "$0" is the program. */
export function shell(line: string, env: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', line, PORTOLAN], {
    env: environment(env),
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { code: status, out: stdout, err: stderr };
}

/** A folder that every user may enter. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-e2e-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Removes such a folder, also what is closed in it. */
export function removeFolder(folder: string): void {
  spawnSync('chmod', ['-R', 'u+rwX', folder]);
  rmSync(folder, { recursive: true, force: true });
}

/** Writes a recorded machine into a folder, for PORTOLAN_ROOT. Closed folders are closed to everybody but root. */
export function writeTree(fs: Pick<RecordedProcFs, 'content'>, folder: string): void {
  const { files, links, closed } = fs.content;
  for (const [path, text] of files) {
    if (path.endsWith('/')) mkdirSync(join(folder, path), { recursive: true });
    else {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }
  for (const [path, target] of links) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    symlinkSync(target, join(folder, path));
  }
  for (const path of closed) chmodSync(join(folder, path), 0);
}

/** A trace of the stack, as Node prints it for an error that nobody caught. */
export const STACK_TRACE = /^\s+at .*[:(]\d+:\d+\)?$|node:internal/m;
