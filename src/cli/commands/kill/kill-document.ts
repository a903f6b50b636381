import type { KillPlan } from '../../../sockets/kill-plan.ts';
import type { KillOutcome } from '../../../sockets/kill-run.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import type { Context } from '../../context.ts';
import type { KillDocument, KillHolder } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { portKey } from './kill-text.ts';
import type { KillOptions } from './options.ts';

/** The plan, and what came of it. Both are null when nobody holds the port. */
export function writeKillDocument(
  { port, transport }: Pick<KillDocument, 'port' | 'transport'>,
  plan: KillPlan | null,
  outcome: KillOutcome | null,
  view: SocketView,
  { signal, graceSeconds, dryRun }: KillOptions,
  context: Context,
): void {
  const document: KillDocument = {
    ...envelope('kill', context),
    port,
    transport,
    held: plan !== null,
    dryRun,
    signal,
    graceSeconds,
    clients: plan?.use.clients ?? 0,
    holders: plan?.holders.map((holder) => toRecord(holder, view)) ?? [],
    refusals: plan?.refusals ?? [],
    outcome: outcome === null ? null : { ...outcome, heldBy: outcome.heldBy.map(({ pid }) => describePid(pid, view)) },
  };
  context.stdout.line(JSON.stringify(document, null, 2));
}

function toRecord(
  { process, proxy, alsoWaitsOn, connections }: KillPlan['holders'][number],
  view: SocketView,
): KillHolder {
  const { pid, name, uid, command, unit, container } = process;
  return {
    pid,
    name,
    user: uid === null ? null : view.userOf(uid),
    command,
    started: view.startOf(process)?.toISOString() ?? null,
    unit,
    container,
    alsoWaitsOn: alsoWaitsOn.map(portKey),
    connections,
    proxy,
  };
}

/** By the snapshot, which reads whom it has not seen yet. */
function describePid(pid: number, { snapshot }: SocketView): { pid: number; name: string; unit: string | null } {
  const process = snapshot.process(pid);
  return { pid, name: process?.name ?? '', unit: process?.unit ?? null };
}
