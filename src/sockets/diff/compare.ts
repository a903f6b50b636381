import { holderKey, portOf, sortedSet, type Recorded, type RecordedListener } from './recorded.ts';

/** The same listener in both snapshots. */
export interface Pair {
  readonly before: RecordedListener;
  readonly after: RecordedListener;
  /**
   * Whether both are the same sockets as far as anybody can tell. Where owners are hidden the listeners of a port
   * cannot be told apart as well as where they are not, and a difference may be one of looking.
   */
  readonly comparable: boolean;
}

/** Listeners of each side. */
export interface Sides {
  readonly before: readonly RecordedListener[];
  readonly after: readonly RecordedListener[];
}

/** Two snapshots laid over each other. Every listener of both is in exactly one place. */
export interface Comparison {
  readonly added: readonly RecordedListener[];
  readonly removed: readonly RecordedListener[];
  /** On the same port; whether anything about them changed is asked of `aspectsOf`. */
  readonly kept: readonly Pair[];
  /** The same program on another port. */
  readonly moved: readonly Pair[];
  /** Most likely clients: they come and go with every question to a name server. */
  readonly clients: Sides;
  /** Absent on the other side, where it could not have been seen. */
  readonly unjudged: Sides;
}

export function compareRecorded(before: Recorded, after: Recorded): Comparison {
  const kept: Pair[] = [];
  const clients = { before: [] as RecordedListener[], after: [] as RecordedListener[] };
  const alone = { before: [] as RecordedListener[], after: [] as RecordedListener[] };
  const portsAfter = groupBy(after.listeners, portOf);
  const portsBefore = groupBy(before.listeners, portOf);
  for (const port of new Set([...portsBefore.keys(), ...portsAfter.keys()])) {
    const matched = matchPort(portsBefore.get(port) ?? [], portsAfter.get(port) ?? []);
    alone.before.push(...matched.alone.before);
    alone.after.push(...matched.alone.after);
    for (const pair of matched.pairs) {
      if (!pair.before.probablyClient && !pair.after.probablyClient) kept.push(pair);
      else if (isOneClient(pair)) {
        clients.before.push(pair.before);
        clients.after.push(pair.after);
      } else {
        alone.before.push(pair.before);
        alone.after.push(pair.after);
      }
    }
  }
  const isClient = (listener: RecordedListener): boolean => listener.probablyClient;
  clients.before.push(...alone.before.filter(isClient));
  clients.after.push(...alone.after.filter(isClient));
  const { moved, ...rest } = findMoved(
    alone.before.filter((listener) => !isClient(listener)),
    alone.after.filter((listener) => !isClient(listener)),
    before.host === after.host,
  );
  const [lost, removed] = partition(rest.before, (one) => mayBeUnseen(one, after));
  const [found, added] = partition(rest.after, (one) => mayBeUnseen(one, before));
  return { added, removed, kept, moved, clients, unjudged: { before: lost, after: found } };
}

/** A client on both sides, or one that is only not known to be a client because its owner is hidden. */
function isOneClient({ before, after }: Pair): boolean {
  const other = before.probablyClient ? after : before;
  return other.probablyClient || other.owner === 'not-permitted';
}

/** What makes two listeners of one port the same, from the strictest to none at all: then another took it over. */
const PASSES: readonly ((listener: RecordedListener) => string)[] = [
  (listener) => `${holderKey(listener)} ${listener.addresses.join(' ')}`,
  holderKey,
  (listener) => listener.addresses.join(' '),
  (listener) => listener.exposure,
  () => '',
];

/** Pairs the listeners of one port. Each pass asks for equality, so that both directions give the same pairs. */
function matchPort(
  before: readonly RecordedListener[],
  after: readonly RecordedListener[],
): { pairs: Pair[]; alone: Sides } {
  const pairs: Pair[] = [];
  const onlyOne = before.length === 1 && after.length === 1;
  let left = [...before].sort(inOrder);
  let right = [...after].sort(inOrder);
  for (const keyOf of PASSES) {
    const candidates = groupBy(right, keyOf);
    const unpaired: RecordedListener[] = [];
    for (const one of left) {
      const other = candidates.get(keyOf(one))?.shift();
      if (other === undefined) unpaired.push(one);
      else pairs.push({ before: one, after: other, comparable: onlyOne || looksAlike(one, other) });
    }
    left = unpaired;
    right = [...candidates.values()].flat();
    right.sort(inOrder);
  }
  return { pairs, alone: { before: left, after: right } };
}

/** Both by program, or both by user: grouped in the same way. */
function looksAlike(a: RecordedListener, b: RecordedListener): boolean {
  if (a.processes.length === 0 || b.processes.length === 0) {
    return a.processes.length === b.processes.length && a.uid === b.uid;
  }
  return true;
}

function inOrder(a: RecordedListener, b: RecordedListener): number {
  const [one, other] = [orderKey(a), orderKey(b)];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function orderKey(listener: RecordedListener): string {
  return `${holderKey(listener)} ${listener.addresses.join(' ')} ${listener.exposure} ${listener.uid}`;
}

/** Programs that run others: that one stopped and one began does not make them the same. */
const INTERPRETER =
  /(^|\/)(node|nodejs|deno|bun|java|php|perl|ruby|python|lua|beam|dotnet|mono|busybox|sh|bash|nc|ncat|socat)[\d.]*$/;

/** The same program on another port: the only one of its kind that went, and the only one that came. */
function findMoved(
  removed: readonly RecordedListener[],
  added: readonly RecordedListener[],
  sameHost: boolean,
): Sides & { moved: Pair[] } {
  if (!sameHost) return { before: removed, after: added, moved: [] };
  const went = groupBy(removed, programKey);
  const came = groupBy(added, programKey);
  const moved: Pair[] = [];
  for (const [key, [before, ...others]] of went) {
    const [after, ...more] = came.get(key) ?? [];
    if (key === '' || before === undefined || after === undefined || others.length + more.length > 0) continue;
    moved.push({ before, after, comparable: true });
  }
  const isMoved = new Set(moved.flatMap(({ before, after }) => [before, after]));
  const stays = (listener: RecordedListener): boolean => !isMoved.has(listener);
  return { before: removed.filter(stays), after: added.filter(stays), moved };
}

/** Empty where nothing tells one program of the kind from another. */
function programKey(listener: RecordedListener): string {
  const { processes, transport } = listener;
  const units = sortedSet(processes.map(({ unit, container }) => `${unit ?? ''} ${container ?? ''}`.trim()));
  const isKnown = processes.length > 0 && processes.every(({ executable }) => executable !== null);
  const isInterpreter = processes.some(({ executable }) => executable !== null && INTERPRETER.test(executable));
  const isItself = !isInterpreter || units.some((unit) => unit !== '');
  if (!isKnown || !isItself) return '';
  return `${transport} ${listener.uid} ${holderKey(listener)} ${units.join(' ')}`;
}

/** Whether the other side would not show it even if it were there. */
function mayBeUnseen(listener: RecordedListener, other: Recorded): boolean {
  if (!other.completeness[listener.transport]) return true;
  // Listeners whose owners are hidden are one by user: it may be among them.
  const hidden = other.listeners.filter(
    (one) => one.owner === 'not-permitted' && one.port === listener.port && one.transport === listener.transport,
  );
  return hidden.length > 0 && listener.addresses.every((at) => hidden.some(({ addresses }) => addresses.includes(at)));
}

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [yes: T[], no: T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
