import { describe, expect, it } from 'vitest';
import { arbitrate } from './arbitrate.ts';
import { ownPatterns } from './detectors/analyse.fixture.ts';
import { batchOf } from './events.fixture.ts';
import { Tally } from './facts/tally.ts';
import { sightingOf, type Sighting } from './sighting.ts';

const OTHER = '8.8.8.8';
const { counts, algorithms } = ownPatterns();

function tallyOf(events: number, from: string): Tally {
  const batch = batchOf(Array.from({ length: events }, () => ({ from })));
  const tally = new Tally();
  for (let row = 0; row < events; row++) tally.add(batch, row, 0);
  return tally;
}

/** A scan by one source. */
function scan(events: number, from: string): Sighting {
  const compiled = algorithms.get('scan')?.find(({ pattern }) => pattern.id === 'sweep');
  if (compiled === undefined) throw new Error('there is no pattern of a sweep');
  const tally = tallyOf(events, from);
  const members = tally.sources.most.map(({ family, value }) => ({ family, address: value }));
  return sightingOf(compiled.pattern, compiled.sign, tally, {
    what: 'tried many',
    members,
    sources: 1,
    hosts: 3,
    ports: 9,
  });
}

/** A sign of a source; one of something dropped where nothing is said. */
function shown(events: number, from: string, isTest: (one: (typeof counts)[number]) => boolean): Sighting {
  const compiled = counts.find(isTest);
  if (compiled === undefined) throw new Error('there is no such sign');
  return sightingOf(compiled.pattern, compiled.sign, tallyOf(events, from), { what: 'shows it', severity: 'low' });
}

const isPlain = ({ pattern, sign: { when } }: (typeof counts)[number]): boolean =>
  pattern.kind !== 'harmless' && when.outcome === undefined && when.payload === undefined;
const isHarmless = ({ pattern }: (typeof counts)[number]): boolean => pattern.kind === 'harmless';
const isAnswered = ({ pattern, sign: { when } }: (typeof counts)[number]): boolean =>
  pattern.kind !== 'harmless' && when.outcome?.includes('answered') === true;

describe('of several sightings of one source', () => {
  it('the scan explains what it touched by the way', () => {
    const one = scan(100, OTHER);
    expect(arbitrate([one, shown(10, OTHER, isPlain)])).toEqual([one]);
  });

  it('a sign that most of the scan shows says what it is, with the numbers of the scan', () => {
    const one = scan(100, OTHER);
    const [told, ...more] = arbitrate([one, shown(50, OTHER, isPlain)]);
    expect(more).toEqual([]);
    expect(told).toMatchObject({ what: 'shows it: tried many', hosts: 3, ports: 9, members: one.members });
    expect(told?.severity).toBe(one.severity === 'info' ? 'low' : one.severity);
  });

  it('what was answered, and what is harmless, stand for themselves', () => {
    const all = [scan(100, OTHER), shown(10, OTHER, isAnswered), shown(10, OTHER, isHarmless)];
    expect(arbitrate(all)).toEqual(all);
  });

  it('those of other sources are left as they are', () => {
    const all = [scan(100, OTHER), shown(10, '9.9.9.9', isPlain)];
    expect(arbitrate(all)).toEqual(all);
    expect(arbitrate([])).toEqual([]);
  });
});
