import { SocketView } from '../../../sockets/socket-row.ts';
import type { SnapshotRequest } from '../../../sockets/snapshot.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { isComplete } from '../../snapshot/gaps.ts';
import { takeSnapshot } from '../../snapshot/take-snapshot.ts';
import { writeSockets, type SocketsView } from './socket-list.ts';

/** The letters whose defaults people know from ss and netstat. */
const LETTERS = ['tcp', 'udp', 'listening', 'all', 'numeric', 'processes', 'extended', 'ipv4', 'ipv6'];

export async function run(input: Input, context: Context): Promise<void> {
  const format = formatOf(input);
  const hasLetters = LETTERS.some((letter) => input.has(letter));
  if (input.has('watch')) {
    const { runWatch } = await import('../../watch/run.ts');
    return runWatch(input, { ...choiceOf(input, hasLetters), request: requestOf(input, true) }, context);
  }
  for (const flag of ['interval', 'count', 'initial']) {
    if (input.has(flag)) throw new CliError(EXIT.usage, `--${flag} says how to watch: it needs --watch`);
  }
  const snapshot = takeSnapshot(context, requestOf(input, format !== 'text' || !hasLetters));
  await writeSockets(
    new SocketView(snapshot, openKnowledge(), await openOverlay(input, context)),
    {
      format,
      ...choiceOf(input, hasLetters),
      riskyOnly: input.has('risky'),
      header: !input.has('no-header'),
    },
    context,
  );
  if (input.has('strict') && !isComplete(snapshot)) {
    throw new CliError(EXIT.couldNotLook, 'not everything could be seen, and --strict was given');
  }
}

function choiceOf(input: Input, hasLetters: boolean): Pick<SocketsView, 'listening' | 'connected' | 'extended'> {
  return {
    listening: input.has('listening') || input.has('all') || !hasLetters,
    connected: !input.has('listening') || input.has('all'),
    extended: input.has('extended'),
  };
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
