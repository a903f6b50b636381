import { SocketView } from '../../../sockets/socket-row.ts';
import type { SnapshotRequest } from '../../../sockets/snapshot.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { isComplete } from '../../snapshot/gaps.ts';
import type { OtherNamespaces } from '../../snapshot/other-namespaces.ts';
import { takeSnapshot } from '../../snapshot/take-snapshot.ts';
import { writeSockets } from './socket-list.ts';

/** The letters whose defaults people know from ss and netstat. */
const LETTERS = ['tcp', 'udp', 'listening', 'all', 'numeric', 'processes', 'extended', 'ipv4', 'ipv6'];

export async function run(input: Input, context: Context): Promise<void> {
  const format = formatOf(input);
  const hasLetters = LETTERS.some((letter) => input.has(letter));
  const request = requestOf(input, format !== 'text' || !hasLetters);
  const snapshot = takeSnapshot(context, request);
  const knowledge = openKnowledge();
  const own = new SocketView(snapshot, knowledge, await openOverlay(input, context));
  const others = await otherNamespaces(input, request, context);
  await writeSockets(
    // The user's notes speak of this host's ports, not of those inside containers.
    [own, ...others.snapshots.map((other) => new SocketView(other, knowledge))],
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
  for (const gap of others.gaps) context.stderr.line(`portolan: ${gap}`);
  const isAll = isComplete(snapshot) && others.gaps.length === 0 && others.snapshots.every(isComplete);
  if (input.has('strict') && !isAll) {
    throw new CliError(EXIT.couldNotLook, 'not everything could be seen, and --strict was given');
  }
}

async function otherNamespaces(input: Input, request: SnapshotRequest, context: Context): Promise<OtherNamespaces> {
  const which = input.value('netns');
  if (which === null) return { snapshots: [], gaps: [] };
  if (which !== 'all') throw new CliError(EXIT.usage, `--netns takes all, and got "${which}"`);
  const { takeOtherNamespaces } = await import('../../snapshot/other-namespaces.ts');
  return takeOtherNamespaces(context, request);
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
