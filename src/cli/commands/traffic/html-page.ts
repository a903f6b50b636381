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
import { pageKnowledge } from '../../../traffic/report/html/page-knowledge.ts';
import { sizeText } from '../../../traffic/report/html/words.ts';
import { renderTrafficPage } from '../../../traffic/report/html/traffic-page.ts';
import type { TrafficReport } from '../../../traffic/report/traffic-report.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { openWholeKnowledge } from '../../open-knowledge.ts';
import { printable } from '../../printable.ts';

/** The page goes to standard output, and nothing else does. */
export const STDOUT = '-';

/** It names addresses and hosts, and has lines of the log: nobody else's business until its owner says so. */
const FILE_MODE = 0o600;
const PAGE_HEAD = '<!doctype html>';

/**
 * Where the page goes; null without --html. Throws CliError before anything long is read where it could not be written
 * there, or where something else than a page would be lost: `--html kern.log` is easily written in the wrong order.
 */
export function pageTarget(input: Input): string | null {
  const path = input.value('html');
  if (path === null) return null;
  if (path === '') throw new CliError(EXIT.usage, '--html needs the name of a file, such as report.html');
  if (path === STDOUT) {
    const other = ['json', 'ndjson'].find((flag) => input.has(flag));
    if (other === undefined) return STDOUT;
    throw new CliError(EXIT.usage, `--html - and --${other} both want standard output; give --html a file`);
  }
  const name = printable(path);
  const stats = statsOf(path);
  if (stats === null) {
    const folder = dirname(path);
    if (statsOf(folder)?.isDirectory() === true) return writable(path, folder);
    throw new CliError(EXIT.couldNotLook, `${name} cannot be written: there is no folder ${printable(folder)}`);
  }
  if (stats.isDirectory()) {
    throw new CliError(
      EXIT.usage,
      `${name} is a folder; --html takes a file in it, as in ${join(name, 'report.html')}`,
    );
  }
  if (!stats.isFile()) throw new CliError(EXIT.usage, `${name} is no file; --html - writes to standard output`);
  if (!isPage(path, stats)) {
    throw new CliError(
      EXIT.refused,
      `${name} is there and is no HTML page, so it is not written over; remove it, or name another file`,
    );
  }
  return writable(path, dirname(realpathSync(path)));
}

/** The path itself: a file is written beside it first, so its folder must let it be. */
function writable(path: string, folder: string): string {
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw notWritable(path, error);
  }
  return path;
}

/** Writes the page whole or not at all, and says on standard error where it is. */
export function writePage(target: string, report: TrafficReport, context: Context): void {
  const page = renderTrafficPage({ ...envelope('traffic', context), ...report }, pageKnowledge(openWholeKnowledge()));
  if (target === STDOUT) {
    context.stdout.write(page);
    return;
  }
  const bytes = Buffer.from(page, 'utf8');
  writeWhole(target, bytes);
  context.stdout.flush(); // the last line of what a person reads is where the page is
  context.stderr.line(`portolan: the report as a page: ${printable(target)} (${sizeText(bytes.length)})`);
}

/** Beside its place first, then renamed over it. A symbolic link stays one: what it names is replaced. */
function writeWhole(target: string, bytes: Buffer): void {
  const before = statsOf(target);
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
    throw notWritable(target, error);
  }
}

function isPage(path: string, { size }: Stats): boolean {
  if (size === 0) return true;
  const head = Buffer.alloc(PAGE_HEAD.length);
  try {
    const descriptor = openSync(path, 'r');
    try {
      return head.toString('latin1', 0, readSync(descriptor, head)).toLowerCase() === PAGE_HEAD;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false; // what cannot be read may be anything
  }
}

/** Null where there is nothing. */
function statsOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    throw notWritable(path, error);
  }
}

function notWritable(path: string, error: unknown): CliError {
  const { code } = error as NodeJS.ErrnoException;
  return new CliError(
    EXIT.couldNotLook,
    `${printable(path)} cannot be written (${code ?? String(error)}); name a file in a folder of yours, or --html - > FILE`,
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
