import { formatPortKey, formatPortRange, parsePortKey, parsePortRange } from '../net/port.ts';
import { TRANSPORTS, type Transport } from '../net/transport.ts';

/** The registry's list of names holds 12,000 keys, most of them the same number for several transports. */
const LETTERS: Readonly<Record<Transport, string>> = { tcp: 't', udp: 'u', sctp: 's', dccp: 'd' };

/** `['443/tcp', '443/udp', '8443/tcp']` as `443tu 8443t`. Throws for what is no key. */
export function packKeys(keys: readonly string[]): string {
  let packed = '';
  let last = '';
  for (const text of keys) {
    const key = parsePortKey(text);
    if (key === null) throw new RangeError(`"${text}" is not a port key`);
    const range = formatPortRange(key);
    if (range !== last) packed += `${packed === '' ? '' : ' '}${range}`;
    packed += LETTERS[key.transport];
    last = range;
  }
  return packed;
}

/** The keys again, in their order. */
export function unpackKeys(packed: string): string[] {
  return packed.split(' ').flatMap((group) => {
    const range = parsePortRange(group.replace(/[tusd]+$/, ''));
    if (range === null) return [];
    return [...group.slice(group.search(/[tusd]/))].flatMap((letter) =>
      TRANSPORTS.filter((transport) => LETTERS[transport] === letter).map((transport) =>
        formatPortKey({ ...range, transport }),
      ),
    );
  });
}
