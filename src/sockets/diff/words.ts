import { EXPOSURE_WORDS, type Exposure } from '../exposure.ts';
import type { Aspect } from './aspects.ts';
import { portOf, sortedSet, type RecordedListener, type RecordedProcess } from './recorded.ts';

const PLACES: Readonly<Record<Exposure, string>> = {
  wildcard: 'open to any address',
  public: 'open to any address',
  private: 'open to the private network',
  'link-local': 'open to the link',
  loopback: 'on this host only',
  contained: 'inside another network namespace',
  peer: 'for its peer only',
  unknown: 'on an address of a reserved block',
};

export function placeOf(exposure: Exposure): string {
  return PLACES[exposure];
}

/** `6379/tcp redis-server` */
export function subjectOfRecorded(listener: RecordedListener): string {
  const names = namesOf(listener);
  return names === '' ? portOf(listener) : `${portOf(listener)} ${names}`;
}

/** Who holds it, to begin a sentence with. */
export function whoHolds(listener: RecordedListener): string {
  const names = namesOf(listener);
  return names === '' ? `A process of ${userOf(listener)}` : names;
}

function namesOf({ processes }: RecordedListener): string {
  return sortedSet(processes.map(({ name }) => name)).join(', ');
}

function userOf({ user, uid }: RecordedListener): string {
  return user ?? `uid ${uid}`;
}

/** A listener as evidence: `tcp 0.0.0.0:6379 redis-server (811) /usr/bin/redis-server, user redis, unit redis.service`. */
export function describeListener(listener: RecordedListener): string {
  const ends = listener.addresses.map((at) => `${at.includes(':') ? `[${at}]` : at}:${listener.port}`);
  const holders = listener.processes.map(describeProcess);
  const whose = holders.length === 0 ? `owner ${listener.owner}, user ${userOf(listener)}` : holders.join('; ');
  return `${listener.transport} ${ends.join(' ')} ${whose}`;
}

function describeProcess({ pid, name, executable, user, uid, unit, container, started }: RecordedProcess): string {
  const parts = [`${name} (${pid})${executable === null ? '' : ` ${executable}`}`];
  if (uid !== null) parts.push(`user ${user ?? `uid ${uid}`}`);
  if (unit !== null) parts.push(`unit ${unit}`);
  if (container !== null) parts.push(`container ${container}`);
  if (started !== null) parts.push(`started ${started}`);
  return parts.join(', ');
}

/** What changed, in one clause: the old, then the new. */
export function describeAspect(aspect: Aspect, before: RecordedListener, after: RecordedListener): string {
  const change = (of: (process: RecordedProcess) => string): string =>
    `${listed(before.processes.map(of))}, now ${listed(after.processes.map(of))}`;
  switch (aspect) {
    case 'program':
      return `was held by ${listed(before.processes.map(({ name }) => name))}, now by ${listed(after.processes.map(({ name }) => name))}`;
    case 'executable':
      return `ran from ${change(({ executable }) => executable ?? '')}`;
    case 'user':
      return before.processes.length === 0 || after.processes.length === 0
        ? `was a socket of ${userOf(before)}, now of ${userOf(after)}`
        : `ran as ${change(({ user, uid }) => user ?? `uid ${uid}`)}`;
    case 'unit':
      return `belonged to ${change(({ unit }) => unit ?? 'no unit')}`;
    case 'container':
      return `ran in ${change(({ container }) => (container === null ? 'no container' : `container ${container}`))}`;
    case 'farther':
    case 'nearer':
      return `reach was ${EXPOSURE_WORDS[before.exposure]}, now ${EXPOSURE_WORDS[after.exposure]}`;
    case 'address':
      return `was bound to ${before.addresses.join(', ')}, now to ${after.addresses.join(', ')}`;
  }
}

function listed(texts: readonly string[]): string {
  const known = sortedSet(texts.filter((text) => text !== ''));
  return known.length === 0 ? 'nobody visible' : known.join(', ');
}

export function meaningOfAspect(aspect: Aspect, { exposure }: RecordedListener): string {
  switch (aspect) {
    case 'program':
      return `Another program answers whoever asks this port, ${placeOf(exposure)}.`;
    case 'executable':
      return 'An upgrade or a move explains it; so does a program that was put in the place of another.';
    case 'user':
      return 'The rights of the server changed, and with them what a fault in it gives away.';
    case 'unit':
      return 'Something else starts it now: a unit that was renamed, or a hand.';
    case 'container':
      return 'It runs in another container, or outside of one.';
    case 'farther':
      return `More can reach it than before: it is ${placeOf(exposure)}, before any firewall.`;
    case 'nearer':
      return `Fewer can reach it than before: it is ${placeOf(exposure)}.`;
    case 'address':
      return 'It reaches as far as before, by another address.';
  }
}
