import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import type { RegistryEntry } from '../../src/knowledge/registry-entry.ts';
import { TRANSPORTS, type Transport } from '../../src/net/transport.ts';
import { encodeKnowledge } from './encode.ts';
import { parseRegistryFacts } from './registry-facts.ts';

const FACTS = new URL('../../knowledge/registry/service-names-port-numbers.tsv', import.meta.url);
const registry = parseRegistryFacts(readFileSync(FACTS, 'utf8'));
const compiled = new Knowledge(
  bytesInMemory(encodeKnowledge({ registry, dossiers: [], programs: [], patterns: [], sources: [], claims: [] })),
).registry;

const lookUp = (port: number, transport: Transport): RegistryEntry => compiled.lookUp(port, transport);

/** Entries of a range of ports, each with its key. */
function entries(from: number, to: number, transports: readonly Transport[]): [string, RegistryEntry][] {
  return transports.flatMap((transport) =>
    Array.from({ length: to - from + 1 }, (_, index): [string, RegistryEntry] => [
      `${from + index}/${transport}`,
      lookUp(from + index, transport),
    ]),
  );
}

describe('what importers of the registry get wrong', () => {
  it.each<[number, Transport, string[]]>([
    [80, 'tcp', ['http', 'www', 'www-http']],
    [80, 'udp', ['http', 'www', 'www-http']],
    [80, 'sctp', ['http']],
    [113, 'tcp', ['ident', 'auth']],
    [113, 'udp', ['auth']],
    [465, 'tcp', ['urd', 'submissions']],
    [6667, 'tcp', ['ircu']],
    [11434, 'tcp', ['ollama']],
  ])('%i/%s has all its names, in order', (port, transport, names) => {
    expect(lookUp(port, transport)).toMatchObject({ status: 'assigned', names });
  });

  it.each<[number, number, Transport[], string]>([
    [6000, 6063, ['tcp', 'udp'], 'x11'],
    [6665, 6669, ['tcp'], 'ircu'],
    [4200, 4299, [...TRANSPORTS], 'vrml-multi-use'],
    [27000, 27009, ['tcp'], 'flex-lm'],
    [3367, 3371, ['tcp', 'udp'], 'satvid-datalnk'],
    [7300, 7359, ['tcp', 'udp'], 'swx'],
  ])('every port of %i-%i has the name of the range', (from, to, transports, name) => {
    const without = entries(from, to, transports).filter(([, { names }]) => !names.includes(name));
    expect(without.map(([key]) => key)).toEqual([]);
  });

  it.each<[number, Transport, string]>([
    [5999, 'tcp', 'x11'],
    [6064, 'tcp', 'x11'],
    [6000, 'sctp', 'x11'],
    [6664, 'tcp', 'ircu'],
    [6670, 'tcp', 'ircu'],
    [6667, 'udp', 'ircu'],
    [4199, 'tcp', 'vrml-multi-use'],
    [4300, 'dccp', 'vrml-multi-use'],
    [26999, 'tcp', 'flex-lm'],
    [27010, 'tcp', 'flex-lm'],
  ])('%i/%s is outside and does not have the name %s', (port, transport, name) => {
    expect(lookUp(port, transport).names).not.toContain(name);
  });

  it('one name of a record may come without a description', () => {
    expect(lookUp(113, 'tcp').records).toEqual([
      { name: 'ident' },
      { name: 'auth', description: 'Authentication Service' },
    ]);
  });

  it('a number may be assigned without a name', () => {
    expect(lookUp(24, 'tcp')).toMatchObject({
      status: 'assigned',
      names: [],
      records: [{ description: 'any private mail system' }],
    });
  });

  it('a row for one number inside an unassigned range says more than the range', () => {
    expect(lookUp(7775, 'tcp')).toMatchObject({ status: 'assigned', names: ['inetfs'] });
    expect(lookUp(7775, 'udp')).toMatchObject({ status: 'reserved', names: [] });
    expect(lookUp(7775, 'sctp')).toMatchObject({ status: 'unassigned', names: [] });
    expect(lookUp(7997, 'tcp')).toMatchObject({ status: 'assigned', names: ['pushns'] });
    expect(lookUp(7997, 'udp')).toMatchObject({ status: 'reserved', names: [] });
    expect(lookUp(7996, 'tcp')).toMatchObject({ status: 'unassigned', names: [] });
  });

  it('a row without a transport holds for all four', () => {
    for (const transport of TRANSPORTS) {
      expect(lookUp(585, transport)).toMatchObject({ status: 'de-registered', names: [] });
      expect(lookUp(585, transport).records[0]).toMatchObject({ modified: '2006-04-25' });
    }
  });

  it('a port below 49152 may have no row at all, which is not the same as unassigned', () => {
    const withoutRow = entries(0, 49_151, ['tcp']).filter(([, { status }]) => status === 'no-row');
    expect(withoutRow.map(([key]) => key.replace('/tcp', ''))).toEqual([
      ...['716', '1008', '4502', '5090', '5091', '9082', '9901', '9902', '11997', '11998', '11999', '25471', '29169'],
      ...['36423', '36424', '36443', '36444'],
    ]);
    expect(lookUp(716, 'udp')).toMatchObject({ status: 'assigned', names: ['pana'] });
    expect(lookUp(4, 'tcp').status).toBe('unassigned');
  });

  it('the dynamic ports have no row and are never assigned', () => {
    const wrong = entries(49_152, 65_535, TRANSPORTS).filter(
      ([, { status, names, records }]) => status !== 'dynamic' || names.length > 0 || records.length > 0,
    );
    expect(wrong).toEqual([]);
    expect(lookUp(49_151, 'tcp').status).toBe('reserved');
  });

  it('port 0 is reserved', () => {
    expect(lookUp(0, 'tcp')).toMatchObject({ status: 'reserved', names: [] });
    expect(lookUp(0, 'udp')).toMatchObject({ status: 'reserved', names: [] });
  });

  it('names come to as many as were counted by hand', () => {
    const named = TRANSPORTS.map(
      (transport) => entries(0, 65_535, [transport]).filter(([, { names }]) => names.length > 0).length,
    );
    expect(named).toEqual([6148, 5756, 278, 199]);
    const several = entries(0, 65_535, TRANSPORTS).filter(([, { names }]) => names.length > 1);
    expect(several).toHaveLength(226);
  });

  it.each([-1, 65_536, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is refused, not guessed', (port) => {
    expect(() => lookUp(port, 'tcp')).toThrow(RangeError);
  });
});
