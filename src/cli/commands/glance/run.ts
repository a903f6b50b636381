import { SocketView } from '../../../sockets/socket-row.ts';
import { EVERYTHING } from '../../../sockets/snapshot.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { isComplete } from '../../snapshot/gaps.ts';
import { takeBestSnapshot } from '../../snapshot/best-snapshot.ts';
import { writeGlance } from './write-glance.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const snapshot = await takeBestSnapshot(context, EVERYTHING);
  const overlay = await openOverlay(input, context);
  writeGlance(new SocketView(snapshot, openKnowledge(), overlay), formatOf(input), context);
  if (input.has('strict') && !isComplete(snapshot)) {
    throw new CliError(EXIT.couldNotLook, 'not everything could be seen, and --strict was given');
  }
}
