import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Overlay } from '../../knowledge/overlay.ts';
import { findDifferences } from '../../sockets/diff/differences.ts';
import { recordCompleteness, recordListeners } from '../../sockets/diff/record.ts';
import type { Recorded } from '../../sockets/diff/recorded.ts';
import type { SocketView } from '../../sockets/socket-row.ts';
import type { Context } from '../context.ts';
import { CliError } from '../exit-code.ts';
import { namesIn } from './find-saved.ts';
import { describeMoment } from './moment.ts';
import { pathOf } from './places.ts';
import { readHead, SavedFault, type SavedHead } from './read-saved.ts';

/** The opening screen waits for nothing that is larger, and for no more files. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_TRIES = 3;

/**
 * What is different since the newest snapshot of this machine, in one line; null where there is none, it is as it was,
 * or no file can be used: `diff` says what is wrong with it.
 */
export function describeSince(folder: string, view: SocketView, overlay: Overlay, { now }: Context): string | null {
  try {
    const newest = newestOf(folder, hostname());
    if (newest === null) return null;
    const before: object = newest.head.value;
    if (!isComparable(before)) return null;
    const { snapshot } = view;
    const after = {
      generatedAt: now().toISOString(),
      host: before.host,
      completeness: recordCompleteness(snapshot),
      listeners: recordListeners(view),
    };
    const { findings, summary } = findDifferences(before, after, ({ port, transport }) =>
      overlay.noteOn(port, transport),
    );
    if (findings.length === 0) return null;
    const counts = (['new', 'gone', 'moved', 'changed'] as const)
      .filter((change) => summary[change] > 0)
      .map((change) => `${summary[change]} ${change}`);
    const moment = describeMoment(new Date(before.generatedAt), now());
    return `Since the snapshot of ${moment}: ${counts.join(', ')}.   portolan diff ${newest.name}`;
  } catch (error) {
    if (error instanceof CliError) return null; // the folder is closed to this user
    throw error;
  }
}

interface Newest {
  readonly name: string;
  readonly path: string;
  readonly head: SavedHead;
}

/** By the time of the file, so that not all of them have to be read. */
function newestOf(folder: string, host: string): Newest | null {
  const files = namesIn(folder).map((name) => {
    const path = pathOf(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    return { name, path, time: stats?.mtimeMs ?? 0, isSmall: (stats?.size ?? 0) <= MAX_BYTES };
  });
  files.sort((a, b) => b.time - a.time);
  for (const { name, path, isSmall } of files.slice(0, MAX_TRIES)) {
    const head = isSmall ? headOf(path) : null;
    if (head?.host === host) return { name, path, head };
  }
  return null;
}

function headOf(path: string): SavedHead | null {
  try {
    return readHead(path);
  } catch (error) {
    if (error instanceof SavedFault) return null;
    throw error;
  }
}

/**
 * Whether a file of the user's own folder can be compared without a fault. Less than `checkSaved` asks, which loads a
 * validator and takes four times as long as the rest: only counts leave here, and `diff` looks closely.
 */
function isComparable(value: object): value is Recorded {
  const { completeness, listeners } = value as { readonly completeness?: unknown; readonly listeners?: unknown };
  return isObject(completeness) && Array.isArray(listeners) && listeners.every(isListener);
}

function isListener(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { transport, port, addresses, exposure, processes } = value;
  return (
    (transport === 'tcp' || transport === 'udp') &&
    typeof port === 'number' &&
    typeof exposure === 'string' &&
    Array.isArray(addresses) &&
    addresses.every((address) => typeof address === 'string') &&
    Array.isArray(processes) &&
    processes.every(isProcess)
  );
}

function isProcess(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, executable } = value;
  return typeof name === 'string' && (executable === null || typeof executable === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
