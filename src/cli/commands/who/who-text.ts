import type { Context } from '../../context.ts';
import type { PortBinding, PortHolder, WhoRecord } from '../../documents.ts';
import { printable } from '../../printable.ts';
import { describeContainer } from '../../snapshot/container-words.ts';
import { padEnd } from '../../width.ts';
import { wrap } from '../../wrap.ts';
import { formatAge } from '../glance/words.ts';

const INDENT = '  ';
const LABEL_WIDTH = 'started by'.length;
/** Longest comfortable line, however wide the screen. */
const MAX_WIDTH = 120;
/** Workers of one server, named one by one up to so many. */
const CHILDREN_NAMED = 6;
/** Of a socket that this program sees no holder of. */
const UNSEEN: Readonly<Record<Exclude<PortBinding['owner'], 'visible'>, string>> = {
  'not-permitted': 'held by a process that this user may not see',
  'not-known': "held by no process that can be seen: the kernel's own, or of another PID namespace",
  none: 'held by nobody any more',
};

/** Who waits on each port, for a person. */
export function* formatWho(records: readonly WhoRecord[], now: Date, context: Context): Generator<string> {
  for (const [index, record] of records.entries()) {
    if (index > 0) yield '';
    yield* formatRecord(record, now, context);
  }
}

function* formatRecord(record: WhoRecord, now: Date, context: Context): Generator<string> {
  const { style } = context;
  const { port, transport, service, title, bindings, holders, clients } = record;
  const names = [...new Set([service, title])].filter((name) => name !== null).map(printable);
  yield `${style.strong(`${port}/${transport}`)}  ${names.length === 0 ? 'known for nothing' : names.join(': ')}`;
  for (const binding of bindings) yield* field(INDENT, 'reach', describeBinding(binding), context);
  yield* field(INDENT, 'clients', clients === 0 ? 'none connected' : `${clients} connected`, context);
  for (const holder of holders) {
    if (holder.sharesWith === null) yield* formatHolder(holder, holders, now, context);
  }
}

function describeBinding({ addresses, exposureReason, sockets, owner, user, uid, pids }: PortBinding): string {
  const where = addresses.length === 1 ? exposureReason : `${exposureReason} (${addresses.join(', ')})`;
  const share = sockets > addresses.length ? `, ${sockets} sockets (SO_REUSEPORT)` : '';
  if (owner === 'visible') return `${where}${share}${pids.length > 0 ? '' : ', by a process that has just ended'}`;
  return `${where}${share}; ${UNSEEN[owner]}, user ${printable(user ?? String(uid))}`;
}

function* formatHolder(
  holder: PortHolder,
  holders: readonly PortHolder[],
  now: Date,
  context: Context,
): Generator<string> {
  const inner = INDENT.repeat(2);
  const { pid, name, user, started, command, folder, unit, container, executable, executableDeleted } = holder;
  const age = started === null ? '' : `, up ${formatAge(now.getTime() - Date.parse(started))}`;
  yield `${INDENT}${context.style.strong(printable(name))} (pid ${pid}), user ${printable(user ?? '?')}${age}`;
  yield* field(inner, 'command', command ?? '(none)', context);
  if (executableDeleted) yield* field(inner, 'program', `${executable ?? ''} was deleted or replaced since`, context);
  yield* field(inner, 'folder', folder ?? '(not permitted)', context);
  if (unit !== null) yield* field(inner, 'unit', unit, context);
  if (container !== null) yield* field(inner, 'container', describeContainer(container), context);
  yield* field(inner, 'started by', describeAncestors(holder), context);
  const children = sharersOf(holder, holders);
  if (children.length > 0) yield* field(inner, 'shared by', describeChildren(children), context);
}

/** `systemd (1) -> sshd (812) -> bash (900) -> node (4242), in ssh.service`: each started the next. */
function describeAncestors({ ancestors, name, pid, unit, startedBy }: PortHolder): string {
  const chain = [...ancestors.toReversed(), { name, pid }].map((one) => `${one.name} (${one.pid})`);
  const origin = startedBy === null || startedBy === unit ? '' : `, from ${startedBy}`;
  return ancestors.length === 0 ? 'not known' : chain.join(' -> ') + origin;
}

/** Those it forked to share its sockets, and those they forked. */
function sharersOf({ pid }: PortHolder, holders: readonly PortHolder[]): PortHolder[] {
  return holders
    .filter((holder) => holder.sharesWith === pid)
    .flatMap((child) => [child, ...sharersOf(child, holders)]);
}

function describeChildren(children: readonly PortHolder[]): string {
  const named = children.slice(0, CHILDREN_NAMED).map(({ name, pid }) => `${name} (pid ${pid})`);
  if (children.length > named.length) named.push(`${children.length - named.length} more`);
  return `its ${children.length === 1 ? 'child' : 'children'} ${named.join(', ')}`;
}

function* field(
  indent: string,
  label: string,
  value: string,
  { style, isTerminal, width }: Context,
): Generator<string> {
  const left = indent.length + LABEL_WIDTH + INDENT.length;
  const room = isTerminal ? Math.min(width, MAX_WIDTH) - left : Number.POSITIVE_INFINITY;
  for (const [index, line] of wrap(printable(value), room).entries()) {
    yield `${indent}${style.dim(padEnd(index === 0 ? label : '', LABEL_WIDTH))}${INDENT}${line}`;
  }
}
