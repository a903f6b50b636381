import { formatPortKey } from '../../../net/port.ts';
import type { Condemned, KillPlan } from '../../../sockets/kill-plan.ts';
import type { Refusal } from '../../../sockets/kill-refusal.ts';
import type { KillOutcome } from '../../../sockets/kill-run.ts';
import type { LocalPort } from '../../../sockets/port-use.ts';
import type { ProcessInfo } from '../../../sockets/process-info.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import { printable } from '../../printable.ts';
import { describeContainer } from '../../snapshot/container-words.ts';
import type { Context } from '../../context.ts';
import { cut } from '../../width.ts';
import { wrap } from '../../wrap.ts';
import { formatAge } from '../glance/words.ts';
import type { KillOptions } from './options.ts';

const PORTS_NAMED = 8;
/** What stands below a holder. */
const DETAIL = ' '.repeat('  TERM  '.length);

export function portKey({ port, transport }: LocalPort): string {
  return formatPortKey({ from: port, to: port, transport });
}

/** What will get which signal, and what else goes with it. */
export function* formatPlan(
  { use, holders, refusals }: KillPlan,
  view: SocketView,
  { signal, graceSeconds }: KillOptions,
  { style, isTerminal, width }: Context,
): Generator<string> {
  const room = isTerminal ? width - DETAIL.length : Number.POSITIVE_INFINITY;
  const count = holders.length === 1 ? '1 process' : `${holders.length} processes`;
  const clients = use.clients === 0 ? '' : `; ${plural(use.clients, 'connection')} on it will break`;
  yield `${style.strong(portKey(use))} is held by ${holders.length === 0 ? 'no process that can be seen' : count}${clients}`;
  const refused = new Set(refusals.map(({ pid }) => pid));
  for (const holder of holders) {
    const word = refused.has(holder.process.pid) ? 'not' : signal.slice('SIG'.length);
    yield `  ${style.strong(word.padEnd(4))}  ${cut(describeHolder(holder.process, view), room)}`;
    for (const more of describeMore(holder)) for (const line of wrap(more, room)) yield DETAIL + line;
  }
  if (refusals.length === 0 && signal !== 'SIGKILL') {
    yield style.dim(`  KILL follows after ${graceSeconds} s for those that still hold the port then`);
  }
}

function describeHolder(process: ProcessInfo, view: SocketView): string {
  const { pid, name, uid, unit, container, command } = process;
  const user = uid === null ? '?' : (view.userOf(uid) ?? String(uid));
  const started = view.startOf(process);
  const parts = [`${name} (pid ${pid})`, user];
  if (started !== null) parts.push(`up ${formatAge(view.snapshot.takenAt.getTime() - started.getTime())}`);
  if (container !== null) parts.push(describeContainer(container));
  else if (unit !== null) parts.push(unit);
  if (command !== null) parts.push(command);
  return parts.map(printable).join('  ');
}

function describeMore({ process, proxy, alsoWaitsOn, connections }: Condemned): string[] {
  const parts: string[] = [];
  if (alsoWaitsOn.length > 0) {
    const named = alsoWaitsOn.slice(0, PORTS_NAMED).map(portKey);
    if (alsoWaitsOn.length > named.length) named.push(`${alsoWaitsOn.length - named.length} more`);
    parts.push(`also waits on ${named.join(', ')}`);
  }
  if (connections > 0) parts.push(`has ${plural(connections, 'connection')}`);
  if (proxy !== null) parts.push(`stands before a container: ${proxy.find}; ${proxy.stop}`);
  if (process.container !== null) {
    parts.push(
      `runs in ${printable(describeContainer(process.container))}, which may start it again: better stop the container`,
    );
  } else if (process.unit !== null) parts.push(`systemd may start it again: systemctl stop ${printable(process.unit)}`);
  return parts;
}

/** The sentence under which everything is left alone. */
export function describeRefusals(use: LocalPort, refusals: readonly Refusal[]): string {
  const lines = refusals.map(({ why, instead }) => {
    const help = instead.length === 0 ? '' : `; use instead: ${instead.join(', then ')}`;
    return printable(`${why}${help}`);
  });
  return [`refused, and nothing was sent: ${portKey(use)} stays as it is`, ...lines].join('\nportolan: ');
}

/** One line on the signals that could not be delivered; null when all were. */
export function describeUndelivered({ signals }: KillOutcome): string | null {
  const words = { gone: 'had ended before', replaced: 'is another process by now', denied: 'is not ours to signal' };
  const parts = signals.flatMap(({ pid, result }) => (result === 'sent' ? [] : [`pid ${pid} ${words[result]}`]));
  return parts.length === 0 ? null : parts.join('; ');
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
