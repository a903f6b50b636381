import { isProbablyClient } from '../../../sockets/listener.ts';
import { openProcFs } from '../../../sockets/linux/node-proc-fs.ts';
import type { ProcFs } from '../../../sockets/linux/proc-fs.ts';
import { planKill, type KillPlan } from '../../../sockets/kill-plan.ts';
import { runKill, type KillOutcome } from '../../../sockets/kill-run.ts';
import { isHeld, portUseOf, type LocalPort } from '../../../sockets/port-use.ts';
import { EVERYTHING } from '../../../sockets/snapshot.ts';
import { SocketView } from '../../../sockets/socket-row.ts';
import { describeAsked, parseLocalPorts } from '../../asked-ports.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { printable } from '../../printable.ts';
import { takeSnapshot } from '../../snapshot/take-snapshot.ts';
import { ask, canAsk } from './ask.ts';
import { createKillEdges } from './edges.ts';
import { writeKillDocument } from './kill-document.ts';
import { describeRefusals, describeUndelivered, formatPlan, plural, portKey } from './kill-text.ts';
import { readKillOptions, type KillOptions } from './options.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const options = readKillOptions(input);
  const knowledge = openKnowledge();
  const overlay = await openOverlay(input, context);
  const asked = input.args.flatMap((text) => parseLocalPorts(text, knowledge, overlay));
  const ports = new Set(asked.flatMap(({ from, to }) => [from, to]));
  const [port] = ports;
  if (port === undefined || ports.size > 1) {
    const got = ports.size === 0 ? '' : `, and got ${asked.map(describeAsked).join(', ')}`;
    throw new CliError(EXIT.usage, `kill takes one port, such as 5173 or 53/udp${got}`);
  }
  const fs = openProcFs(context.environment['PORTOLAN_ROOT'] ?? '/');
  const view = new SocketView(takeSnapshot(context, EVERYTHING), knowledge, overlay);
  const wanted = choose(view, port, new Set(asked.map(({ transport }) => transport)));
  if (typeof wanted === 'string') {
    if (options.json) writeKillDocument({ port, transport: transportOf(asked) }, null, null, view, options, context);
    throw new CliError(EXIT.found, `${wanted}; nothing was sent`);
  }
  const asker = { pid: process.pid, uids: ownUsers(context), force: options.force };
  const plan = planKill(view.snapshot, wanted, asker);
  if (!options.json) for (const line of formatPlan(plan, view, options, context)) context.stdout.line(line);
  const outcome = await carryOut(plan, fs, options, context);
  if (options.json) writeKillDocument(wanted, plan, outcome, view, options, context);
  if (plan.refusals.length > 0) throw new CliError(EXIT.refused, describeRefusals(wanted, plan.refusals));
  if (outcome !== null) report(wanted, outcome, view, options, context);
}

function transportOf(asked: readonly { readonly transport: 'tcp' | 'udp' | null }[]): 'tcp' | 'udp' | null {
  const [first] = asked;
  return asked.length === 1 && first !== undefined ? first.transport : null;
}

/**
 * The port of one transport that is meant: the one named; else TCP's, and UDP's where nobody holds TCP's. A UDP socket
 * of a client looks like a server's, so it must be named to be meant. A sentence when there is nothing to end.
 */
function choose(view: SocketView, port: number, asked: ReadonlySet<'tcp' | 'udp' | null>): LocalPort | string {
  const { snapshot } = view;
  const [only] = asked;
  const transports = (['tcp', 'udp'] as const).filter((one) => asked.has(one) || asked.has(null));
  const first = transports.map((transport) => ({ port, transport })).find((one) => isHeld(snapshot, one));
  if (first === undefined) {
    const clients = transports.reduce((sum, transport) => sum + portUseOf(snapshot, { port, transport }).clients, 0);
    const use = clients === 0 ? '' : `, only ${plural(clients, 'connection')} by it`;
    return `nobody holds ${transports.map((transport) => `${port}/${transport}`).join(' or ')}${use}`;
  }
  const isNamed = asked.size === 1 && only === first.transport;
  const listeners = view.listeners.filter((one) => one.port === port && one.transport === first.transport);
  if (!isNamed && listeners.every(isProbablyClient)) {
    return `nobody listens on ${port}/tcp; ${portKey(first)} is most likely a client's that waits for an answer: name it, if you mean it`;
  }
  return first;
}

/** Whoever became root by sudo is still the same person. */
function ownUsers({ environment }: Context): Set<number> {
  const uids = new Set<number>();
  const uid = process.geteuid?.();
  if (uid !== undefined) uids.add(uid);
  const behind = environment['SUDO_UID'] ?? '';
  if (uid === 0 && /^\d+$/.test(behind)) uids.add(Number(behind));
  return uids;
}

/** Sends the signals, if they may and should be sent; null when none was. */
async function carryOut(
  plan: KillPlan,
  fs: ProcFs,
  options: KillOptions,
  context: Context,
): Promise<KillOutcome | null> {
  if (plan.refusals.length > 0 || options.dryRun) return null;
  // A recorded tree, or the /proc of another PID namespace: its pids mean other processes here.
  if (fs.link('proc/self') !== String(process.pid)) {
    throw new CliError(
      EXIT.refused,
      'refused: the processes that were read are not those of this PID namespace; --dry-run shows the plan',
    );
  }
  if (!options.yes) {
    if (!canAsk()) {
      throw new CliError(EXIT.refused, 'refused: there is no terminal to ask on; --yes sends the signals all the same');
    }
    if (!ask('Send it?', context)) throw new CliError(EXIT.found, 'nothing was sent');
  }
  const targets = plan.holders.map(({ process: { pid, startTicks } }) => ({ pid, startTicks }));
  const edges = createKillEdges(plan.use, fs, context);
  context.stdout.flush();
  return runKill({ targets, signal: options.signal, grace: options.graceSeconds * 1000 }, edges);
}

function report(
  wanted: LocalPort,
  outcome: KillOutcome,
  view: SocketView,
  { json }: KillOptions,
  context: Context,
): void {
  const { stdout, stderr } = context;
  const undelivered = describeUndelivered(outcome);
  if (undelivered !== null) stderr.line(`portolan: ${undelivered}`);
  if (!outcome.free) throw new CliError(EXIT.couldNotLook, describeHeld(wanted, outcome, view));
  if (json) return;
  const killed = outcome.signals.filter(({ signal, result }) => signal === 'SIGKILL' && result === 'sent').length;
  stdout.line(`${portKey(wanted)} is free${killed === 0 ? '' : `; ${plural(killed, 'process')} had to be killed`}`);
}

/** Who has the port although everything was done, and whether somebody started it again. */
function describeHeld(wanted: LocalPort, { heldBy, signals }: KillOutcome, { snapshot }: SocketView): string {
  const holders = heldBy.map(({ pid }) => {
    const holder = snapshot.process(pid);
    return holder === null ? `pid ${pid}` : `${printable(holder.name)} (pid ${pid})`;
  });
  const isNew = heldBy.some(({ pid }) => !signals.some((one) => one.pid === pid));
  const again = isNew ? '; something starts it again: portolan who shows what' : '';
  return `${portKey(wanted)} is still held by ${holders.join(', ') || 'a process that cannot be seen'}${again}`;
}
