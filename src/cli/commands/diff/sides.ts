import { hostname } from 'node:os';
import type { Overlay } from '../../../knowledge/overlay.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import type { SnapshotDocument } from '../../saved/documents.ts';
import { listSaved, openSaved, timeOf, type SavedFile } from '../../saved/find-saved.ts';
import { describeMoment, parseSince } from '../../saved/moment.ts';
import { requireStateFolder, stateFolder } from '../../saved/places.ts';
import { checkSaved, SavedFault, type SavedHead } from '../../saved/read-saved.ts';
import { takeDocument } from '../../saved/take-document.ts';

/** One side of a comparison. */
export interface Side {
  /** Name or path; null for the machine as it is now. */
  readonly snapshot: string | null;
  readonly document: SnapshotDocument;
}

export interface BothSides {
  readonly before: Side;
  readonly after: Side;
  /** Saved files that could not be used and were passed over. */
  readonly passedOver: readonly string[];
}

const NOW = 'now';

/** What is compared with what. Throws CliError where a side cannot be had. */
export async function chooseSides(input: Input, context: Context, overlay: Overlay): Promise<BothSides> {
  const since = input.value('since');
  const [a, b, third] = input.args;
  if (third !== undefined) {
    throw new CliError(EXIT.usage, `diff compares two snapshots, and got "${printable(third)}" as well`);
  }
  if (since !== null && b !== undefined) {
    throw new CliError(EXIT.usage, '--since chooses the first snapshot, and two were given');
  }
  const folder = stateFolder(context.environment);
  /** What is compared with the machine as it is now says whether connections are wanted. */
  const open = async (text: string, other: Side | null): Promise<Side> =>
    text === NOW
      ? { snapshot: null, document: takeDocument(context, overlay, (other?.document.connections ?? null) !== null) }
      : sideOf(openSaved(folder, text));
  if (since === null && a !== undefined) {
    const saved = a === NOW ? await open(b ?? NOW, null) : await open(a, null);
    if (a === NOW) return { before: await open(NOW, saved), after: saved, passedOver: [] };
    return { before: saved, after: await open(b ?? NOW, saved), passedOver: [] };
  }
  const limit = since === null ? null : parseSince(since, context.now());
  if (since !== null && limit === null) {
    throw new CliError(
      EXIT.usage,
      `--since takes yesterday, 3h, 2d, 1w or a day such as 2026-11-20, and got "${printable(since)}"`,
    );
  }
  const { chosen, passedOver } = chooseSaved(context, limit, since);
  const before = await sideOf(chosen);
  return { before, after: await open(a ?? NOW, before), passedOver };
}

async function sideOf({ name, path, head }: SavedFile & { head: SavedHead }): Promise<Side> {
  try {
    return { snapshot: name, document: await checkSaved(path, head) };
  } catch (error) {
    if (!(error instanceof SavedFault)) throw error;
    throw new CliError(EXIT.couldNotLook, printable(error.message));
  }
}

/** The newest that is old enough; of this machine before those of others, whose home may be the same. */
function chooseSaved(
  { environment, now }: Context,
  limit: Date | null,
  since: string | null,
): { chosen: SavedFile & { head: SavedHead }; passedOver: string[] } {
  const folder = requireStateFolder(environment);
  const saved = listSaved(folder);
  const usable = saved.filter((file): file is SavedFile & { head: SavedHead } => file.head !== null);
  const old = usable.filter((file) => limit === null || timeOf(file) <= limit.getTime());
  const host = hostname();
  const chosen = old.find(({ head }) => head.host === host) ?? old[0];
  const passedOver = saved.flatMap(({ fault }) => (fault === null ? [] : [fault]));
  if (chosen !== undefined) return { chosen, passedOver };
  const oldest = usable.at(-1);
  const damaged = passedOver.map((fault) => `portolan: ${printable(fault)}\n`).join('');
  throw new CliError(
    EXIT.couldNotLook,
    oldest === undefined
      ? `nothing is saved to compare with: portolan snapshot save keeps what listens now\n${damaged}`.trimEnd()
      : `no snapshot is as old as --since ${since ?? ''} asks; the oldest is of ${describeMoment(new Date(oldest.head.generatedAt), now())}: portolan diff ${oldest.name}`,
  );
}
