import { describe, expect, it } from 'vitest';
import { ADDRESS_CLASS } from './address-classes.ts';
import { BATCH_EVENTS } from './event-batch.ts';
import { batchOf, OURS, OUTSIDE, type TestEvent } from './events.fixture.ts';
import { parsePrefix, type Prefix } from '../net/prefix.ts';
import { Roles } from './roles.ts';

interface Judged {
  readonly ends: readonly string[];
  readonly reasons: Readonly<Record<string, number>>;
}

/** What the ends of the events are judged to be: `foreign > own`. */
function judge(events: readonly TestEvent[], told: readonly string[] = []): Judged {
  const batch = batchOf(events);
  const roles = new Roles(
    batch,
    told.map((text) => parsePrefix(text)).filter((prefix): prefix is Prefix => prefix !== null),
  );
  const [source, destination] = [new Uint16Array(BATCH_EVENTS), new Uint16Array(BATCH_EVENTS)];
  roles.classify(batch, source, destination);
  const word = (bits = 0): string =>
    (bits & ADDRESS_CLASS.own) !== 0 ? 'own' : (bits & ADDRESS_CLASS.foreign) !== 0 ? 'foreign' : '-';
  return {
    ends: events.map((_, row) => `${word(source[row])} > ${word(destination[row])}`),
    reasons: Object.fromEntries(roles.reasons),
  };
}

/** Whether the destination of one event to an address counts as the broadcast address of its network. */
function isBroadcast(to: string, told: readonly string[]): boolean {
  const batch = batchOf([{ to }]);
  const prefixes = told.map((text) => parsePrefix(text)).filter((prefix): prefix is Prefix => prefix !== null);
  const [source, destination] = [new Uint16Array(BATCH_EVENTS), new Uint16Array(BATCH_EVENTS)];
  new Roles(batch, prefixes).classify(batch, source, destination);
  return ((destination[0] ?? 0) & ADDRESS_CLASS['subnet-broadcast']) !== 0;
}

const many = (count: number, event: (number: number) => TestEvent): TestEvent[] =>
  Array.from({ length: count }, (_, number) => event(number));

describe('which end is ours', () => {
  it('is what the user says, whatever the log says', () => {
    const { ends, reasons } = judge(
      [
        { from: OUTSIDE, to: OURS, direction: 'out' },
        { from: OURS, to: OUTSIDE, direction: 'in' },
        { from: OUTSIDE, to: '198.51.100.9', direction: 'in' },
        { from: '2001:db8::1', to: '2001:db8:1::1' },
        { from: OURS, to: '224.0.0.251' },
      ],
      ['192.0.2.0/24', '2001:db8:1::/48'],
    );
    expect(ends).toEqual(['foreign > own', 'own > foreign', 'foreign > foreign', 'foreign > own', 'own > -']);
    expect(reasons).toEqual({ told: 5 });
  });

  it('is what the direction in the log says, and what was learned from it', () => {
    const { ends, reasons } = judge([
      { from: OUTSIDE, to: OURS, direction: 'in' },
      { from: OURS, to: OUTSIDE, direction: 'out' },
      { from: OUTSIDE, to: OURS, direction: 'unknown' },
      { from: '127.0.0.1', to: '127.0.0.1', direction: 'local' },
      { from: OUTSIDE, to: '255.255.255.255', direction: 'in' },
    ]);
    expect(ends).toEqual(['foreign > own', 'own > foreign', 'foreign > own', 'own > own', 'foreign > -']);
    expect(reasons).toEqual({ direction: 4, 'most events': 1 });
  });

  it('is not learned of a broadcast address', () => {
    const { ends } = judge([
      { from: '192.168.1.9', to: '192.168.1.255', direction: 'in' },
      { from: '192.168.1.255', to: '8.8.8.8', direction: 'in' },
    ]);
    expect(ends[1]).toBe('foreign > own');
  });

  it('is the address that most events share', () => {
    const { ends, reasons } = judge(
      many(40, (number) =>
        number % 4 === 0
          ? { from: OURS, to: `198.51.100.${number + 1}`, direction: 'unknown' }
          : { from: `198.51.100.${number + 1}`, to: OURS, direction: 'unknown' },
      ),
    );
    expect(ends.slice(0, 2)).toEqual(['own > foreign', 'foreign > own']);
    expect(reasons).toEqual({ 'most events': 40 });
  });

  it('is not a group that most events go to', () => {
    const { reasons } = judge([
      ...many(30, (number) => ({ from: `192.168.1.${number + 1}`, to: '224.0.0.251', direction: 'unknown' as const })),
      ...many(10, (number) => ({ from: '192.168.1.3', to: `8.8.8.${number + 1}`, direction: 'unknown' as const })),
    ]);
    expect(reasons).not.toHaveProperty('most events');
  });

  it('cannot be told of two that only speak with each other: then who was called is ours', () => {
    const events = many(40, () => ({ from: OUTSIDE, to: OURS, direction: 'unknown' as const }));
    expect(judge(events)).toEqual({ ends: events.map(() => 'foreign > own'), reasons: { initiator: 40 } });
  });

  it('is the private one of a private and a public address', () => {
    const { ends, reasons } = judge([
      { from: '192.168.1.5', to: '8.8.8.8', direction: 'forward' },
      { from: '8.8.8.8', to: '192.168.1.5', direction: 'unknown' },
      { from: '192.168.1.5', to: '192.168.1.6', direction: 'unknown' },
    ]);
    expect(ends).toEqual(['own > foreign', 'foreign > own', 'foreign > own']);
    expect(reasons).toEqual({ 'private addresses': 2, initiator: 1 });
  });
});

describe('the broadcast address of a network', () => {
  it.each([
    ['192.0.2.255', [], true],
    ['192.0.2.127', [], false],
    ['192.0.2.127', ['192.0.2.0/25'], true],
    ['192.0.2.255', ['192.0.0.0/16'], false],
    ['192.0.2.255', ['192.0.0.0/16', '192.0.2.0/24'], true],
    ['192.0.2.255', ['192.0.2.0/24', '192.0.0.0/16'], true],
    ['192.0.2.127', ['192.0.0.0/16', '192.0.2.0/25'], true],
    ['198.51.100.255', ['192.0.2.0/24'], true],
  ])('%s with %j: %s', (to, told, expected) => {
    expect(isBroadcast(to, told)).toBe(expected);
  });
});
