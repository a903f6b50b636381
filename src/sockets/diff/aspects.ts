import { compareReach } from '../exposure.ts';
import type { Pair } from './compare.ts';
import type { Recorded, RecordedListener, RecordedProcess } from './recorded.ts';

/** In what a listener may differ from what it was. */
export type Aspect =
  /** Another program holds the port. */
  | 'program'
  /** The same name, started from another file. */
  | 'executable'
  | 'user'
  | 'unit'
  | 'container'
  | 'farther'
  | 'nearer'
  /** Another address that reaches as far. */
  | 'address';

/** What changed about a listener. What could not be seen on either side has not changed. */
export function aspectsOf(pair: Pair, before: Recorded, after: Recorded): Aspect[] {
  return [...holderAspects(pair, before, after), ...bindingAspects(pair, before, after)];
}

function holderAspects({ before: a, after: b, comparable }: Pair, before: Recorded, after: Recorded): Aspect[] {
  // Programs and users of two machines are no change.
  if (before.host !== after.host) return [];
  const complete = before.completeness.owners && after.completeness.owners;
  const differs = (textOf: (process: RecordedProcess) => string | number | null): boolean =>
    setsDiffer(valuesOf(a, textOf), valuesOf(b, textOf), complete);
  if (a.processes.length > 0 && b.processes.length > 0) {
    if (differs(({ name }) => name)) return ['program'];
    const aspects: Aspect[] = [];
    if (differs(({ executable }) => executable)) aspects.push('executable');
    if (differs(({ uid }) => uid)) aspects.push('user');
    if (differs(({ unit }) => unit ?? '')) aspects.push('unit');
    if (differs(({ container }) => container ?? '')) aspects.push('container');
    return aspects;
  }
  if (complete && a.processes.length !== b.processes.length) return ['program'];
  return comparable && a.uid !== b.uid ? ['user'] : [];
}

function valuesOf(
  listener: RecordedListener,
  valueOf: (process: RecordedProcess) => string | number | null,
): Set<string | number> {
  return new Set(listener.processes.map(valueOf).filter((value) => value !== null));
}

/**
 * Where processes may be hidden a part of the holders is seen, and which part depends on who looks: only a set that has
 * nothing in common with the other is another one.
 */
function setsDiffer<T>(a: ReadonlySet<T>, b: ReadonlySet<T>, complete: boolean): boolean {
  if (a.size === 0 || b.size === 0) return false; // the kernel did not say
  const common = [...a].filter((value) => b.has(value)).length;
  return complete ? common !== a.size || common !== b.size : common === 0;
}

function bindingAspects({ before: a, after: b, comparable }: Pair, before: Recorded, after: Recorded): Aspect[] {
  const { transport } = a;
  if (!comparable || !before.completeness[transport] || !after.completeness[transport]) return [];
  const reach = compareReach(b.exposure, a.exposure);
  if (reach !== 0) return [reach > 0 ? 'farther' : 'nearer'];
  const same = a.addresses.length === b.addresses.length && a.addresses.every((at) => b.addresses.includes(at));
  return same || before.host !== after.host ? [] : ['address'];
}
