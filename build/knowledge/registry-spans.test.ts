import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import type { RegistryStatus } from '../../src/knowledge/registry-entry.ts';
import { formatPortRange, MAX_PORT } from '../../src/net/port.ts';
import { TRANSPORTS, type Transport } from '../../src/net/transport.ts';
import { encodeKnowledge } from './encode.ts';
import type { RegistryRow } from './registry-row.ts';
import { buildRegistrySpans } from './registry-spans.ts';

/** A row with what it says of itself, so that the test needs no reading of descriptions. */
interface Sample {
  readonly row: RegistryRow;
  readonly from: number;
  readonly to: number;
  readonly status: RegistryStatus;
}

const BLANK: RegistryRow = {
  name: '',
  number: '',
  transport: '',
  description: '',
  references: [],
  registered: '',
  modified: '',
  serviceCode: '',
  unauthorizedUse: '',
  note: '',
};

const toRow = (facts: Partial<RegistryRow>): RegistryRow => ({ ...BLANK, ...facts });

/** Ports near each other and near the borders, so that rows overlap and touch. */
const port = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.integer({ min: 1020, max: 1028 }),
  fc.integer({ min: 49_148, max: 49_156 }),
  fc.integer({ min: MAX_PORT - 6, max: MAX_PORT }),
);
const meaning = fc.constantFrom<readonly [name: string, description: string, status: RegistryStatus]>(
  ['http', 'World Wide Web', 'assigned'],
  ['http', '', 'assigned'],
  ['naïve-服务', 'Ünïcode', 'assigned'],
  ['', 'any private mail system', 'assigned'],
  ['', 'Reserved', 'reserved'],
  ['', 'Unassigned', 'unassigned'],
  ['', 'De-registered', 'de-registered'],
);
const sample: fc.Arbitrary<Sample> = fc
  .tuple(port, port, fc.constantFrom<Transport | ''>('', ...TRANSPORTS), meaning)
  .map(([a, b, transport, [name, description, status]]): Sample => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    return { from, to, status, row: toRow({ name, description, transport, number: formatPortRange({ from, to }) }) };
  });
const samples = fc.array(sample, { maxLength: 10 });

const ORDER: readonly RegistryStatus[] = ['assigned', 'de-registered', 'reserved', 'unassigned'];

/** The definition: of all rows that cover the port, in order. */
function expected(
  all: readonly Sample[],
  at: number,
  transport: Transport,
): { status: RegistryStatus; names: string[] } {
  const covering = all.filter(
    ({ row, from, to }) => from <= at && at <= to && (row.transport === '' || row.transport === transport),
  );
  const status = ORDER.find((one) => covering.some((each) => each.status === one));
  return {
    status: status ?? (at >= 49_152 ? 'dynamic' : 'no-row'),
    names: [...new Set(covering.map(({ row }) => row.name).filter((name) => name !== ''))],
  };
}

function compile(all: readonly Sample[]): Knowledge {
  const rows = all.map(({ row }) => row);
  const registry = { updated: '2026-01-02', rows };
  return new Knowledge(
    bytesInMemory(encodeKnowledge({ registry, dossiers: [], programs: [], patterns: [], sources: [], claims: [] })),
  );
}

describe('the runs of any registry', () => {
  it('begin at port 0 and each begins behind the one before, in every transport', () => {
    fc.assert(
      fc.property(samples, (all) => {
        const spans = buildRegistrySpans(all.map(({ row }) => row));
        for (const transport of TRANSPORTS) {
          const starts = spans[transport].map(({ from }) => from);
          expect(starts[0]).toBe(0);
          expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
          expect(starts.at(-1)).toBeLessThanOrEqual(MAX_PORT);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('once compiled cover every port without gap or overlap, and answer as the rows say', () => {
    fc.assert(
      fc.property(samples, (all) => {
        const { registry, registryUpdated } = compile(all);
        expect(registryUpdated).toBe('2026-01-02');
        for (const transport of TRANSPORTS) {
          let next = 0;
          while (next <= MAX_PORT) {
            const span = registry.spanOf(next, transport);
            expect(span.from).toBe(next);
            expect(span.to).toBeGreaterThanOrEqual(span.from);
            for (const at of [span.from, Math.floor((span.from + span.to) / 2), span.to]) {
              const { status, names } = registry.lookUp(at, transport);
              expect({ status, names }, `${at}/${transport}`).toEqual(expected(all, at, transport));
            }
            next = span.to + 1;
          }
          expect(next).toBe(MAX_PORT + 1);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('of an empty registry say that nothing is registered', () => {
    const { registry } = compile([]);
    expect(registry.spanOf(80, 'tcp')).toEqual({
      from: 0,
      to: 49_151,
      value: { status: 'no-row', names: [], records: [] },
    });
    expect(registry.lookUp(49_152, 'tcp').status).toBe('dynamic');
  });

  it('keep every fact of a row, and no empty ones', () => {
    const row: RegistryRow = {
      name: 'a',
      number: '7',
      transport: 'dccp',
      description: 'b',
      references: ['rfc1', 'draft-x'],
      registered: '2001-02-03',
      modified: '2002-03-04',
      serviceCode: '5',
      unauthorizedUse: 'c',
      note: 'd',
    };
    const { name, description, references, registered, modified, serviceCode, unauthorizedUse, note } = row;
    const [, seven] = buildRegistrySpans([row, { ...BLANK, number: '9', transport: 'dccp', name: 'z' }]).dccp;
    expect(seven?.value.records).toEqual([
      { name, description, references, registered, modified, serviceCode, unauthorizedUse, note },
    ]);
    const nine = buildRegistrySpans([{ ...BLANK, number: '9', name: 'z' }]).udp.find(({ from }) => from === 9);
    expect(nine?.value.records).toEqual([{ name: 'z' }]);
  });

  it('do not hold a service name that has no port', () => {
    const { registry } = compile([
      { row: { ...BLANK, name: 'dns-sd', transport: 'tcp' }, from: 0, to: 0, status: 'assigned' },
    ]);
    expect(registry.spanOf(0, 'tcp').to).toBe(49_151);
  });

  it.each([
    [{ number: '80', transport: 'tpc' }, /record 2: unknown transport "tpc"/],
    [{ number: '65536', transport: 'tcp' }, /record 2: unreadable port number "65536"/],
    [{ number: '9-8', transport: '' }, /record 2: unreadable port number "9-8"/],
    [{ number: 'x', transport: 'udp' }, /record 2: unreadable port number "x"/],
  ])('are not built from a row with %j', (part, message) => {
    expect(() =>
      buildRegistrySpans([
        { ...BLANK, number: '1' },
        { ...BLANK, ...part },
      ]),
    ).toThrow(message);
  });
});
