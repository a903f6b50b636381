import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Input } from './command.ts';
import { CliError, EXIT } from './exit-code.ts';
import { printable } from './printable.ts';

/** The report goes to standard output, and nothing else does. */
export const STDOUT = '-';

/** A report names addresses and hosts, and has lines of logs: nobody else's business until its owner says so. */
const FILE_MODE = 0o600;
/** So much of a file tells whether it is a report of the kind. */
const HEAD_BYTES = 1024;

/** A kind of report that is written to a file besides what a command prints. */
export interface ReportKind {
  /** The flag that names the file: `html`. */
  readonly flag: string;
  /** `an HTML page`. */
  readonly what: string;
  /** A name for it: `report.html`. */
  readonly example: string;
  /** What an older one, which may be written over, has near its beginning, in small letters. */
  readonly mark: string;
}

export const HTML_PAGE: ReportKind = {
  flag: 'html',
  what: 'an HTML page',
  example: 'report.html',
  mark: '<!doctype html>',
};

/**
 * Where the report goes; null without its flag. Throws CliError before anything long is done where it could not be written
 * there, or where something else would be lost: `--html kern.log` is easily written in the wrong order.
 */
export function reportTarget(input: Input, kind: ReportKind): string | null {
  const { flag, what, example } = kind;
  const path = input.value(flag);
  if (path === null) return null;
  if (path === '') throw new CliError(EXIT.usage, `--${flag} needs the name of a file, such as ${example}`);
  if (path === STDOUT) {
    const other = ['json', 'ndjson'].find((each) => input.has(each));
    if (other === undefined) return STDOUT;
    throw new CliError(EXIT.usage, `--${flag} - and --${other} both want standard output; give --${flag} a file`);
  }
  const name = printable(path);
  const stats = statsOf(path, flag);
  if (stats === null) {
    const folder = dirname(path);
    if (statsOf(folder, flag)?.isDirectory() === true) return writable(path, folder, flag);
    throw new CliError(EXIT.couldNotLook, `${name} cannot be written: there is no folder ${printable(folder)}`);
  }
  if (stats.isDirectory()) {
    throw new CliError(EXIT.usage, `${name} is a folder; --${flag} takes a file in it, as in ${join(name, example)}`);
  }
  if (!stats.isFile()) throw new CliError(EXIT.usage, `${name} is no file; --${flag} - writes to standard output`);
  if (!isOfKind(path, stats, kind)) {
    throw new CliError(
      EXIT.refused,
      `${name} is there and is no ${what.replace(/^an? /, '')}, so it is not written over; remove it, or name another file`,
    );
  }
  return writable(path, dirname(realpathSync(path)), flag);
}

/**
 * Writes a report whole or not at all: beside its place first, then renamed over it. A symbolic link stays one: what it names
 * is replaced. Returns its bytes. Throws CliError.
 */
export function writeReportFile(target: string, text: string, { flag }: ReportKind): number {
  const bytes = Buffer.from(text, 'utf8');
  const before = statsOf(target, flag);
  const path = before === null ? target : realpathSync(target);
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  try {
    const descriptor = openSync(beside, 'wx', FILE_MODE);
    try {
      if (before !== null) fchmodSync(descriptor, before.mode & 0o777);
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
  } catch (error) {
    remove(beside);
    throw notWritable(target, flag, error);
  }
  return bytes.length;
}

/** The path itself: a file is written beside it first, so its folder must let it be. */
function writable(path: string, folder: string, flag: string): string {
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw notWritable(path, flag, error);
  }
  return path;
}

function isOfKind(path: string, { size }: Stats, { mark }: ReportKind): boolean {
  if (size === 0) return true;
  const head = Buffer.alloc(HEAD_BYTES);
  try {
    const descriptor = openSync(path, 'r');
    try {
      return head.toString('latin1', 0, readSync(descriptor, head)).toLowerCase().includes(mark);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false; // what cannot be read may be anything
  }
}

/** Null where there is nothing. */
function statsOf(path: string, flag: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    throw notWritable(path, flag, error);
  }
}

function notWritable(path: string, flag: string, error: unknown): CliError {
  const { code } = error as NodeJS.ErrnoException;
  return new CliError(
    EXIT.couldNotLook,
    `${printable(path)} cannot be written (${code ?? String(error)}); name a file in a folder of yours, or --${flag} - > FILE`,
  );
}

/** What is left of an attempt, where there is something. */
function remove(path: string): void {
  try {
    rmSync(path);
  } catch {
    // It was not made, or lies where nobody may write any more: the first fault is the one to tell.
  }
}
