import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventBatch } from '../../event-batch.ts';
import { StateFault, StateReader } from '../../state/state-reader.ts';
import { StateWriter } from '../../state/state-writer.ts';
import { eventsOf, type Decoded } from '../decode.fixture.ts';
import { NetflowDatagrams } from './netflow.ts';
import {
  BASE,
  BASE_VALUES,
  bytesOf,
  FLOW,
  ipfix,
  optionsTemplate,
  record,
  set,
  template,
  v5,
  v9,
  type Field,
} from './netflow.fixture.ts';

const VARIABLE: readonly Field[] = [...BASE, [96, 65_535], [210, 4, 9]];
const NAME = Buffer.from('name');
const OPTIONS = set(1, optionsTemplate(9, 301, [[1, 4]], [[34, 4]]));

/** What routers send: templates, their records, records before their template, samplers, several domains, damage. */
const DATAGRAMS: readonly (readonly [sender: string, datagram: Buffer])[] = [
  ['192.0.2.1', v9([set(0, template(300, BASE)), OPTIONS])],
  ['192.0.2.1', v9([set(300, record(BASE, BASE_VALUES)), set(301, bytesOf(1, 4), bytesOf(50, 4))], { sequence: 1 })],
  ['192.0.2.2', v9([set(300, record(BASE, BASE_VALUES), record(BASE, BASE_VALUES))])],
  ['2001:db8::1', ipfix([set(2, template(400, VARIABLE))])],
  ['2001:db8::1', ipfix([set(400, record(VARIABLE, [...BASE_VALUES, NAME, 5]))], { domain: 8 })],
  ['192.0.2.1', v5([FLOW, FLOW], { sampling: 100 })],
  ['192.0.2.1', v9([set(300, record(BASE, BASE_VALUES))], { sequence: 2 }).subarray(0, -3)],
  ['192.0.2.2', v9([set(0, template(300, BASE))], { sequence: 1 })],
  ['2001:db8::1', ipfix([set(400, record(VARIABLE, [...BASE_VALUES, NAME, 5]))])],
  ['2001:db8::1', ipfix([set(2, template(400, VARIABLE))], { domain: 8 })],
  ['2001:db8::1', ipfix([set(2, bytesOf(400, 2), bytesOf(0, 2))])],
  ['2001:db8::1', ipfix([set(400, record(VARIABLE, [...BASE_VALUES, NAME, 5]))])],
  ['192.0.2.1', v9([set(300, record(BASE, BASE_VALUES))], { sequence: 3 })],
];

interface Reading {
  readonly verdicts: readonly string[];
  readonly events: readonly Decoded[];
  readonly totals: unknown;
  readonly variant: string | null;
}

function savedOf(reader: NetflowDatagrams): Buffer {
  const writer = new StateWriter();
  reader.save(writer);
  return writer.toBytes();
}

function loaded(state: Uint8Array): NetflowDatagrams {
  const reader = new NetflowDatagrams();
  const from = new StateReader(state);
  reader.load(from);
  from.end();
  return reader;
}

/** Reads all of them, and goes on in another reader before each of those. */
function read(cuts: ReadonlySet<number>): Reading {
  let reader = new NetflowDatagrams();
  const events: Decoded[] = [];
  const batch = new EventBatch((full) => events.push(...eventsOf(full)));
  const verdicts = DATAGRAMS.map(([sender, datagram], place) => {
    if (cuts.has(place)) reader = loaded(savedOf(reader));
    return reader.read(datagram, sender, batch);
  });
  batch.flush();
  return { verdicts, events, totals: reader.totals, variant: reader.variant };
}

describe('the state of what listens to NetFlow', () => {
  it('makes no difference, wherever the reading was cut', () => {
    const whole = read(new Set());
    expect(whole.events).toHaveLength(8);
    expect(whole.verdicts.at(-1)).toBe('event');
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(DATAGRAMS.length - 1)), (cuts) => {
        expect(read(new Set(cuts))).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it('tells no loss of what came while nobody read', () => {
    const before = new NetflowDatagrams();
    const batch = new EventBatch(() => undefined);
    before.read(v9([set(0, template(300, BASE))], { sequence: 1 }), '192.0.2.1', batch);
    const after = loaded(savedOf(before));
    const flows = (sequence: number): Buffer => v9([set(300, record(BASE, BASE_VALUES))], { sequence });
    expect(after.read(flows(500), '192.0.2.1', batch)).toBe('event');
    expect([...after.totals.notes].join()).not.toContain('never came');
    expect(after.read(flows(502), '192.0.2.1', batch)).toBe('event');
    expect([...after.totals.notes].join()).toContain('1 datagram of NetFlow v9 never came');
  });

  it('is refused with its fault where it is not what was written, and never does worse', () => {
    const reader = new NetflowDatagrams();
    const batch = new EventBatch(() => undefined);
    for (const [sender, datagram] of DATAGRAMS.slice(0, 9)) reader.read(datagram, sender, batch);
    const state = savedOf(reader);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(state.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(state.length),
        (changes, length) => {
          const changed = Buffer.from(state);
          for (const [at, value] of changes) changed[at] = value;
          for (const bytes of [changed, changed.subarray(0, length)]) {
            try {
              const again = loaded(bytes);
              for (const [sender, datagram] of DATAGRAMS) again.read(datagram, sender, batch);
            } catch (error) {
              if (!(error instanceof StateFault)) throw error;
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
