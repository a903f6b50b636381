import { SocketView } from '../../../sockets/socket-row.ts';
import type { SnapshotRequest } from '../../../sockets/snapshot.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { isComplete } from '../../snapshot/gaps.ts';
import { takeBestSnapshot } from '../../snapshot/best-snapshot.ts';
import { writeSockets } from './socket-list.ts';

/** The letters whose defaults people know from ss and netstat. */
const LETTERS = ['tcp', 'udp', 'listening', 'all', 'numeric', 'processes', 'extended', 'ipv4', 'ipv6'];

export async function run(input: Input, context: Context): Promise<void> {
  const format = formatOf(input);
  const hasLetters = LETTERS.some((letter) => input.has(letter));
  const request = requestOf(input, format !== 'text' || !hasLetters);
  const snapshot = await takeBestSnapshot(context, { ...request, internals: format === 'json' || format === 'ndjson' });
  await writeSockets(
    new SocketView(snapshot, openKnowledge(), await openOverlay(input, context)),
    {
      format,
      listening: input.has('listening') || input.has('all') || !hasLetters,
      connected: !input.has('listening') || input.has('all'),
      extended: input.has('extended'),
      riskyOnly: input.has('risky'),
      header: !input.has('no-header'),
    },
    context,
  );
  if (input.has('strict') && !isComplete(snapshot)) {
    throw new CliError(EXIT.couldNotLook, 'not everything could be seen, and --strict was given');
  }
}

function requestOf(input: Input, wantsOwners: boolean): SnapshotRequest {
  return {
    tcp: input.has('tcp') || !input.has('udp'),
    udp: input.has('udp') || !input.has('tcp'),
    ipv4: input.has('ipv4') || !input.has('ipv6'),
    ipv6: input.has('ipv6') || !input.has('ipv4'),
    listeningOnly: input.has('listening') && !input.has('all'),
    owners: wantsOwners || input.has('processes') || input.has('risky'),
  };
}
