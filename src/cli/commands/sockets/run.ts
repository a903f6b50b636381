import { SocketView } from '../../../sockets/socket-row.ts';
import type { SnapshotRequest } from '../../../sockets/snapshot.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { isComplete } from '../../../sockets/gaps.ts';
import { takeBestSnapshot } from '../../snapshot/best-snapshot.ts';
import type { OtherNamespaces } from '../../snapshot/other-namespaces.ts';
import { hasLetters } from './letters.ts';
import { asksForListening, rowFilterOf, wantsOwnersFor } from './row-filter.ts';
import { rowOrderOf } from './row-order.ts';
import { socketFormatOf } from './socket-format.ts';
import { writeSockets, type SocketsView } from './socket-list.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const format = socketFormatOf(input);
  const withoutLetters = !hasLetters(input);
  if (input.has('watch')) {
    const { runWatch } = await import('../../watch/run.ts');
    return runWatch(input, { ...choiceOf(input), request: requestOf(input, true) }, context);
  }
  for (const flag of ['interval', 'count', 'initial']) {
    if (input.has(flag)) throw new CliError(EXIT.usage, `--${flag} says how to watch: it needs --watch`);
  }
  const table = format === 'text' || format === 'ss' || format === 'netstat';
  const request = requestOf(input, !table || withoutLetters);
  const internals = format === 'json' || format === 'ndjson';
  const snapshot = await takeBestSnapshot(context, { ...request, internals });
  const knowledge = openKnowledge();
  const own = new SocketView(snapshot, knowledge, await openOverlay(input, context));
  const others = await otherNamespaces(input, request, context);
  await writeSockets(
    // The user's notes speak of this host's ports, not of those inside containers.
    [own, ...others.snapshots.map((other) => new SocketView(other, knowledge))],
    {
      format,
      ...choiceOf(input),
      riskyOnly: input.has('risky'),
      header: !input.has('no-header'),
      filterOf: (view) => rowFilterOf(input, view),
      orderOf: (view) => rowOrderOf(input, view),
      bothTransports: request.tcp && request.udp,
      processes: withoutLetters || input.has('processes'),
      wide: input.has('wide'),
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

/** Which sockets are meant by the letters. */
function choiceOf(input: Input): Pick<SocketsView, 'listening' | 'connected' | 'extended'> {
  const everyState = !hasLetters(input) || asksForListening(input);
  return {
    listening: input.has('listening') || input.has('all') || everyState,
    connected: !input.has('listening') || input.has('all') || input.has('state'),
    extended: input.has('extended'),
  };
}

function requestOf(input: Input, wantsOwners: boolean): SnapshotRequest {
  return {
    tcp: input.has('tcp') || !input.has('udp'),
    udp: input.has('udp') || !input.has('tcp'),
    // Also where only IPv6 is shown: what holds the port in IPv4 tells whether an IPv6 wildcard takes IPv4 too.
    ipv4: true,
    ipv6: input.has('ipv6') || !input.has('ipv4'),
    listeningOnly: input.has('listening') && !input.has('all') && !input.has('state'),
    owners: wantsOwners || input.has('processes') || input.has('risky') || wantsOwnersFor(input),
  };
}
