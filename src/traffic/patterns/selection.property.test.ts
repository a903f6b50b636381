import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import type { Bounds, Condition, FlagSet, Pattern, PortSet } from '../../knowledge/pattern.ts';
import { ADDRESS_CLASS } from '../address-classes.ts';
import { BATCH_EVENTS, DIRECTION, MARK, OUTCOME, OUTCOMES, type EventBatch } from '../event-batch.ts';
import { batchOf, type TestEvent } from '../events.fixture.ts';
import { steadyHash3 } from '../facts/hash.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { Roles } from '../roles.ts';
import { compilePatterns } from './compile-patterns.ts';
import { CompiledCount, type CompiledAlgorithm } from './compiled-sign.ts';
import { EventKinds, SignSelection } from './event-kinds.ts';
import { FLAG_SET, EventView, TRANSPORT } from './view.ts';

const knowledge = ownKnowledge();
const patterns = [...knowledge.patterns()];
const { counts, algorithms } = compilePatterns(knowledge);
const signs: readonly (CompiledCount | CompiledAlgorithm)[] = [...counts, ...[...algorithms.values()].flat()];
const matchers = signs.flatMap((sign) => {
  const precedent = sign instanceof CompiledCount ? sign.precedent : null;
  return [sign.matcher, ...sign.unless, ...(precedent === null ? [] : [precedent.matcher])];
});

/** Ports and values at which some sign changes its mind, and their neighbours. */
const whens = patterns.flatMap((pattern) =>
  pattern.signs.flatMap((sign) => (sign.by === 'sockets' ? [] : [{ pattern, when: sign.when }])),
);
const conditions = patterns.flatMap(({ signs: all }) =>
  all.flatMap((sign) => (sign.by === 'sockets' ? [] : [sign.when, ...(sign.unless ?? [])])),
);
const ports = new Set([0, 1, 1023, 32_767, 32_768, 65_535]);
for (const set of conditions.flatMap(({ sport = [], dport = [] }) => [...sport, ...dport])) {
  for (const end of String(set).split('-').map(Number)) {
    for (const near of [end - 1, end, end + 1]) if (near >= 0 && near <= 65_535) ports.add(near);
  }
}
for (const set of Object.values(knowledge.portsOfPatterns).flat()) {
  const [first] = set.split('-');
  ports.add(Number(first));
}
const sizes = new Set([0, 28, 40, 1500]);
for (const { bytes, bytesBack } of conditions) {
  for (const end of [bytes?.atLeast, bytes?.atMost, bytesBack?.atLeast, bytesBack?.atMost]) {
    if (end !== undefined) for (const near of [end - 1, end, end + 1]) sizes.add(near);
  }
}
const payloads = conditions.flatMap(({ payload }) => (payload === undefined ? [] : [payload]));

const port = fc.oneof(fc.constantFrom(...ports), fc.nat(65_535), fc.nat(31));
const size = fc.oneof(fc.constantFrom(...sizes), fc.constant(Number.NaN), fc.nat(3_000_000));
const EXAMPLE: Readonly<Record<string, string>> = {
  own: '192.0.2.7',
  foreign: '203.0.113.5',
  private: '10.1.2.3',
  public: '198.51.100.9',
  loopback: '127.0.0.1',
  unspecified: '0.0.0.0',
  multicast: '224.0.0.251',
  'limited-broadcast': '255.255.255.255',
  'subnet-broadcast': '192.0.2.255',
  'subnet-zero': '192.0.2.0',
};
const FLAGS: Readonly<Record<FlagSet, number>> = {
  syn: TCP.syn,
  'syn-ack': TCP.syn | TCP.ack,
  ack: TCP.ack,
  rst: TCP.rst,
  'rst-ack': TCP.rst | TCP.ack,
  fin: TCP.fin,
  'fin-ack': TCP.fin | TCP.ack,
  'push-ack': TCP.psh | TCP.ack,
  null: 0,
  xmas: TCP.fin | TCP.psh | TCP.urg,
  'syn-fin': TCP.syn | TCP.fin,
};
const IPV4 = [
  ...['203.0.113.5', '198.51.100.255', '192.0.2.7', '192.0.2.255', '192.0.2.0', '10.1.2.3', '192.168.1.255'],
  ...['127.0.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.251', '100.64.0.1'],
];
const IPV6 = ['2001:db8::7', 'fd00::7', 'fe80::1', 'ff02::1', '::1', '::'];
const ends = fc.oneof(
  fc.record({ from: fc.constantFrom(...IPV4), to: fc.constantFrom(...IPV4) }),
  fc.record({ from: fc.constantFrom(...IPV6), to: fc.constantFrom(...IPV6) }),
);
const rest = fc.record({
  protocol: fc.oneof(fc.constantFrom(1, 2, 6, 17, 33, 58, 132, 136, 255), fc.nat(255)),
  sport: port,
  dport: port,
  flags: fc.nat(255),
  bytes: size,
  bytesBack: size,
  outcome: fc.constantFrom(...OUTCOMES),
  direction: fc.constantFrom('unknown', 'in', 'out', 'forward', 'local'),
  marks: fc.oneof(fc.nat(255), fc.constant(MARK.ports | MARK.flags)),
  payload: fc.option(fc.constantFrom(...payloads, { 'dns.type': ['A'] }), { nil: {} }),
});
const anyEvent: fc.Arbitrary<TestEvent> = fc.tuple(ends, rest).map(([one, other]) => ({ ...one, ...other }));

/** Random events fulfil hardly any sign: most of them are made after a condition, and a part or two is left to chance. */
const event: fc.Arbitrary<TestEvent> = fc
  .tuple(anyEvent, fc.constantFrom(...whens), fc.nat(255), fc.nat(5))
  .map(([one, { pattern, when }, member, chance]) => {
    const pick = <Member>(list: readonly Member[] = []): Member | undefined => list[member % Math.max(list.length, 1)];
    const portOf = (sets: readonly PortSet[] | undefined): number | undefined => {
      const set = pick(
        sets?.flatMap((name) => (name === 'named' ? (knowledge.portsOfPatterns[pattern.id] ?? []) : name)),
      );
      if (set === 'ephemeral') return 40_000;
      if (set === 'registered') return 443;
      return set === undefined ? undefined : Number(String(set).split('-')[0]);
    };
    const transport = pick(when.transport);
    const flags = pick(when.flags);
    const icmp = pick(when.icmp)?.split('/');
    const parts: Partial<TestEvent>[] = [
      { from: EXAMPLE[pick(when.source) ?? 'foreign'] ?? '', to: EXAMPLE[pick(when.destination) ?? 'own'] ?? '' },
      transport === undefined ? {} : { protocol: PROTOCOL[transport] },
      { sport: portOf(when.sport) ?? one.sport ?? 0, dport: portOf(when.dport) ?? one.dport ?? 0 },
      icmp === undefined ? {} : { sport: Number(icmp[0]), dport: Number(icmp[1] ?? 0) },
      flags === undefined ? {} : { flags: FLAGS[flags] ?? 0 },
      { outcome: pick(when.outcome) ?? one.outcome ?? 'unknown', direction: pick(when.direction) ?? 'in' },
      {
        marks:
          MARK.ports |
          MARK.flags |
          (when.fragment === true ? MARK.laterFragment : 0) |
          (when.sequenceIsDestination === true ? MARK.sequenceIsDestination : 0),
      },
      when.bytes === undefined ? {} : { bytes: when.bytes.atLeast ?? when.bytes.atMost ?? 0 },
      when.bytesBack === undefined ? {} : { bytesBack: when.bytesBack.atLeast ?? when.bytesBack.atMost ?? 0 },
      when.payload === undefined ? {} : { payload: when.payload },
    ];
    return Object.assign({}, one, ...parts.filter((_, place) => place === 0 || place !== 2 * chance)) as TestEvent;
  });

/** The pattern language as it is written down, without any of the engine's short cuts. */
function holds(condition: Condition, pattern: Pattern, view: EventView, row: number): boolean {
  const { batch } = view;
  const at = (column: { readonly [row: number]: number }): number => column[row] ?? 0;
  const marks = at(batch.marks);
  const oneOf = (names: readonly string[] | undefined, bits: Readonly<Record<string, number>>, set: number): boolean =>
    names === undefined || names.some((name) => (set & (bits[name] ?? 0)) !== 0);
  const isOne = (names: readonly string[] | undefined, numbers: Readonly<Record<string, number>>, number: number) =>
    names === undefined || names.some((name) => numbers[name] === number);
  const hasPorts = [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.udplite, PROTOCOL.sctp, PROTOCOL.dccp].some(
    (one) => one === at(batch.protocol),
  );
  const inPorts = (sets: readonly PortSet[] | undefined, value: number): boolean =>
    sets === undefined || (hasPorts && (marks & MARK.ports) !== 0 && sets.some((set) => isIn(set, pattern, value)));
  const within = (bounds: Bounds | undefined, value: number): boolean =>
    bounds === undefined || (value >= (bounds.atLeast ?? 0) && value <= (bounds.atMost ?? Number.POSITIVE_INFINITY));
  const isIcmp = at(batch.protocol) === PROTOCOL.icmp || at(batch.protocol) === PROTOCOL.icmpv6;
  const [type, code] = [at(batch.sport), at(batch.dport)];
  const payload = batch.payloads.get(row);
  return (
    oneOf(condition.transport, TRANSPORT, at(view.transport)) &&
    oneOf(condition.source, ADDRESS_CLASS, at(view.source)) &&
    oneOf(condition.destination, ADDRESS_CLASS, at(view.destination)) &&
    oneOf(condition.flags, FLAG_SET, at(view.flagSet)) &&
    isOne(condition.outcome, OUTCOME, at(batch.outcome)) &&
    isOne(condition.direction, DIRECTION, at(batch.direction)) &&
    inPorts(condition.sport, at(batch.sport)) &&
    inPorts(condition.dport, at(batch.dport)) &&
    (condition.icmp === undefined ||
      (isIcmp &&
        (marks & MARK.ports) !== 0 &&
        condition.icmp.some((one) => one === String(type) || one === `${type}/${code}`))) &&
    (condition.fragment === undefined || condition.fragment === ((marks & MARK.laterFragment) !== 0)) &&
    within(condition.bytes, at(batch.bytes)) &&
    within(condition.bytesBack, at(batch.bytesBack)) &&
    (condition.sequenceIsDestination !== true || (marks & MARK.sequenceIsDestination) !== 0) &&
    Object.entries(condition.payload ?? {}).every(([field, wanted]) =>
      (payload?.[field as keyof typeof payload] ?? []).some((found) =>
        wanted.some((one) =>
          typeof one === 'string'
            ? String(found).toLowerCase().includes(one.toLowerCase())
            : String(found) === String(one),
        ),
      ),
    )
  );
}

function isIn(set: PortSet, pattern: Pattern, value: number): boolean {
  if (set === 'named') return (knowledge.portsOfPatterns[pattern.id] ?? []).some((one) => isIn(one, pattern, value));
  if (set === 'ephemeral') return value >= 32_768;
  if (set === 'registered') return (((knowledge.registry.assignedPorts[value >> 3] ?? 0) >> (value & 7)) & 1) === 1;
  const [from = -1, to = from] = String(set).split('-').map(Number);
  return value >= from && value <= to;
}

function fulfils({ pattern, sign }: CompiledCount | CompiledAlgorithm, view: EventView, row: number): boolean {
  const all = sign.by === 'count' ? sign.need?.ports?.of : undefined;
  const when = all === undefined || holds({ dport: all }, pattern, view, row);
  const exceptions = sign.unless ?? [];
  return when && holds(sign.when, pattern, view, row) && !exceptions.some((one) => holds(one, pattern, view, row));
}

function viewOf(batch: EventBatch): EventView {
  const view = new EventView(batch);
  view.update(new Roles(batch, []));
  return view;
}

const nameOf = ({ pattern, sign }: CompiledCount | CompiledAlgorithm): string =>
  `${pattern.id}#${pattern.signs.indexOf(sign) + 1}`;

describe('the signs that are selected for an event', () => {
  it('are exactly those that it fulfils, of all patterns of the knowledge base', () => {
    // Kinds and lists are kept from run to run, as they are from batch to batch.
    const kinds = new EventKinds(matchers);
    const selection = new SignSelection(signs, kinds);
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 60 }), (events) => {
        const view = viewOf(batchOf(events));
        kinds.update(view);
        for (const row of events.keys()) {
          const selected = selection.of(view, row).filter((sign) => sign.matchesRest(view, row));
          const names = selected.map(nameOf);
          expect(names).toEqual(signs.filter((sign) => sign.matches(view, row)).map(nameOf));
          expect(names).toEqual(signs.filter((sign) => fulfils(sign, view, row)).map(nameOf));
          for (const name of names) met.add(name);
        }
      }),
      { numRuns: 100, endOnFailure: true },
    );
    // It would say nothing if the events fulfilled hardly any sign.
    expect(met.size).toBeGreaterThan(0.75 * signs.length);
  });

  it('are the same where there are more kinds than are kept', () => {
    const kinds = new EventKinds(matchers);
    const selection = new SignSelection(signs, kinds);
    const all = [...ports];
    let untold = 0;
    for (let turn = 0; turn < 14; turn++) {
      const events = Array.from({ length: BATCH_EVENTS }, (_, index): TestEvent => {
        const random = (field: number, below: number): number =>
          steadyHash3(turn * BATCH_EVENTS + index, field, 0) % below;
        return {
          from: IPV4[random(1, IPV4.length)] ?? '',
          to: IPV4[random(2, IPV4.length)] ?? '',
          sport: all[random(3, all.length)] ?? 0,
          dport: all[random(4, all.length)] ?? 0,
          flags: random(5, 64),
          outcome: OUTCOMES[random(6, OUTCOMES.length)] ?? 'unknown',
        };
      });
      const view = viewOf(batchOf(events));
      kinds.update(view);
      untold += kinds.kind.filter((kind) => kind === 0).length;
      for (let row = turn; row < BATCH_EVENTS; row += 257) {
        const selected = selection.of(view, row).filter((sign) => sign.matchesRest(view, row));
        expect(selected.map(nameOf)).toEqual(signs.filter((sign) => sign.matches(view, row)).map(nameOf));
      }
    }
    expect(untold).toBeGreaterThan(0);
  });
});

describe('the conditions of what must have been before', () => {
  it('are selected by kind as well', () => {
    const precedents = counts.flatMap(({ precedent }) => (precedent === null ? [] : [precedent.matcher]));
    const kinds = new EventKinds(matchers);
    const selection = new SignSelection(precedents, kinds);
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 60 }), (events) => {
        const view = viewOf(batchOf(events));
        kinds.update(view);
        for (const row of events.keys()) {
          const selected = selection.of(view, row).filter((one) => !one.asksMore || one.matchesRest(view, row));
          expect(selected).toEqual(precedents.filter((one) => one.matches(view, row)));
        }
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });
});
