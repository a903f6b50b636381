import type { AddressBook } from '../address-book.ts';
import type { Party, PartyList } from '../facts/tally.ts';
import { hasPorts, protocolName } from '../../net/protocol.ts';
import type { Member, Sighting } from '../sighting.ts';
import { isoTime } from './words-of.ts';

/** A query lists so many sources one by one. */
const MAX_LISTED = 512;

export interface FindingQuery {
  readonly query: string;
  /** Whether it names the finding's events and no others. */
  readonly isExact: boolean;
}

/** The query that names the events of a sighting: the sign by its number, and what tells the group: `sweep#1 source=203.0.113.7`. */
export function queryOf(sighting: Sighting, book: AddressBook): FindingQuery {
  const { pattern, sign } = sighting;
  const name = `${pattern.id}#${pattern.signs.indexOf(sign) + 1}`;
  const group = groupOf(sighting, book);
  return { query: [name, ...group.parts].join(' '), isExact: group.isExact };
}

interface Group {
  readonly parts: readonly string[];
  readonly isExact: boolean;
}

function groupOf(sighting: Sighting, book: AddressBook): Group {
  const { sign, tally, members } = sighting;
  if (sign.by === 'sockets') return { parts: [], isExact: false };
  const source = only(tally.sources, (party) => `source=${addressOf(party, book)}`);
  const destination = only(tally.targets, (party) => `destination=${addressOf(party, book)}`);
  const dport = only(tally.ports, portOf);
  if (sign.by === 'algorithm') {
    switch (sign.algorithm) {
      case 'scan':
      case 'coordinated-scan':
        return whole([membersOf(sighting, members, book)]);
      case 'guessing':
        return whole([membersOf(sighting, members, book) ?? source, destination, dport]);
      case 'rhythm':
        return whole([source, destination, dport]);
      case 'backscatter':
      case 'tunnel':
        return whole([source]);
      case 'flood':
        // Only its worst minutes count, and a query knows only the time from the first of them to the last.
        return { parts: [destination, dport, ...spanOf(sighting)].filter((part) => part !== null), isExact: false };
    }
  }
  if (sign.need === undefined) return { parts: [], isExact: true };
  switch (sign.per) {
    case 'source':
      return whole([source]);
    case 'destination':
      return whole([destination]);
    case 'pair':
      return whole([source, destination]);
    case 'source-dport':
      return whole([source, dport]);
    case 'service':
      return whole([destination, dport]);
    case 'event':
    case 'sensor': {
      const [party] = tally.sources.most;
      return whole([party?.family === 6 ? 'source=::/0' : 'source=0.0.0.0/0']);
    }
  }
}

/** What is not one thing only cannot be named: the query is then wider than the finding. */
function whole(parts: readonly (string | null)[]): Group {
  const known = parts.filter((part) => part !== null);
  return { parts: known, isExact: known.length === parts.length };
}

function only(list: PartyList, text: (party: Party) => string | null): string | null {
  const [party, ...more] = list.most;
  return party === undefined || more.length > 0 || list.isFull ? null : text(party);
}

function membersOf({ sources }: Sighting, members: readonly Member[], book: AddressBook): string | null {
  if (members.length === 0 || members.length < sources || members.length > MAX_LISTED) return null;
  return `source=${members.map(({ family, address }) => book.format(family, address)).join(',')}`;
}

function addressOf({ family, value }: Party, book: AddressBook): string {
  return book.format(family, value);
}

function portOf({ family: protocol, value }: Party): string | null {
  return hasPorts(protocol) ? `transport=${protocolName(protocol)} dport=${value}` : null;
}

function spanOf({ tally: { first, last } }: Sighting): string[] {
  const start = first === null ? null : isoTime(Math.floor(first.time));
  const end = isoTime(Math.floor(last.time) + 1);
  return [...(start === null ? [] : [`time>=${start}`]), ...(end === null ? [] : [`time<${end}`])];
}
