import { existsSync } from 'node:fs';
import { SocketView } from '../../../sockets/socket-row.ts';
import { EVERYTHING } from '../../../sockets/snapshot.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { stateFolder } from '../../saved/places.ts';
import { isComplete } from '../../../sockets/gaps.ts';
import { takeBestSnapshot } from '../../snapshot/best-snapshot.ts';
import { writeGlance } from './write-glance.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const snapshot = await takeBestSnapshot(context, EVERYTHING);
  const overlay = await openOverlay(input, context);
  const view = new SocketView(snapshot, openKnowledge(), overlay);
  const format = formatOf(input);
  const folder = stateFolder(context.environment);
  // Whoever keeps no snapshots does not wait for what compares them.
  const since =
    format === 'text' && folder !== null && existsSync(folder)
      ? (await import('../../saved/since-saved.ts')).describeSince(folder, view, overlay, context)
      : null;
  writeGlance(view, since, format, context);
  if (input.has('strict') && !isComplete(snapshot)) {
    throw new CliError(EXIT.couldNotLook, 'not everything could be seen, and --strict was given');
  }
}
