import { formatPortKey, MAX_PORT, parsePortKey, parsePortRange, type PortKey, type PortRange } from '../net/port.ts';
import { isTransport, TRANSPORTS, type Transport } from '../net/transport.ts';
import type { Knowledge } from './knowledge.ts';
import { closestNames } from './closest-names.ts';

/** What a person asked for, understood. */
export interface Query {
  readonly text: string;
  /** Null when none was named: then every transport that has something to say answers. */
  readonly transport: Transport | null;
  readonly ranges: readonly PortRange[];
  /** The name asked by, when it was one: "netbus". */
  readonly name: string | null;
}

/** A question that has no answer, with the sentence that says why and what to ask instead. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  /** `unreadable`: no port can be meant. `unknown-name`: it may be a name, but nobody here knows it. */
  readonly kind: 'unreadable' | 'unknown-name';

  constructor(kind: QueryError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Protocols people name with a port although they have none. */
const WITHOUT_PORTS: Readonly<Record<string, string>> = {
  icmp: 'ICMP has types and codes, not ports',
  icmpv6: 'ICMPv6 has types and codes, not ports',
  igmp: 'IGMP has no ports',
  gre: 'GRE has no ports',
  esp: 'ESP has no ports',
  ah: 'AH has no ports',
  ip: 'IP itself has no ports',
  quic: 'QUIC runs over UDP: ask for the port with /udp',
};

/**
 * Understands `19/udp`, `udp/19`, `:8080`, `port 80`, `6000-6063`, `https`, `netbus`, `https/udp`.
 * Throws QueryError for anything else.
 */
export function parseQuery(knowledge: Knowledge, asked: string): Query {
  const text = asked.trim();
  if (text === '') {
    throw new QueryError('unreadable', 'nothing to explain: give a port such as 19/udp, a range such as 6000-6063, or a name such as https');
  }
  const { body, transport } = splitTransport(text);
  if (/^[+-]?[\d.,]/.test(body)) {
    return { text, transport, ranges: [readNumbers(body)], name: null };
  }
  const keys = keysOfName(knowledge, body).filter((key) => transport === null || key.transport === transport);
  if (keys.length === 0) throw unknownName(knowledge, body, transport);
  const seen = new Map(keys.map(({ from, to }) => [`${from}-${to}`, { from, to }]));
  return { text, transport, ranges: [...seen.values()], name: body };
}

function splitTransport(text: string): { body: string; transport: Transport | null } {
  const bare = withoutPrefix(text);
  const slash = bare.indexOf('/');
  if (slash === -1) return { body: bare, transport: null };
  const [left, right] = [bare.slice(0, slash).trim(), bare.slice(slash + 1).trim()];
  if (isTransport(right.toLowerCase())) return { body: left, transport: right.toLowerCase() as Transport };
  if (isTransport(left.toLowerCase())) return { body: right, transport: left.toLowerCase() as Transport };
  if (!/^\d/.test(left)) return { body: bare, transport: null }; // a name with a slash in it: EtherNet/IP
  const why = WITHOUT_PORTS[right.toLowerCase()];
  const known = `the transports with ports are ${TRANSPORTS.join(', ')}`;
  throw new QueryError('unreadable', why === undefined ? `"${right}" is not a transport: ${known}` : `"${text}": ${why}; ${known}`);
}

/** `port 80` and `:8080` are the number they hold. Not by a case-insensitive pattern: V8 loads ICU's tables for one. */
function withoutPrefix(text: string): string {
  if (text.startsWith(':')) return text.slice(1).trim();
  return text.toLowerCase().startsWith('port ') ? text.slice('port '.length).trim() : text;
}

function readNumbers(body: string): PortRange {
  const range = parsePortRange(body);
  if (range !== null) return range;
  const bounds = /^(\d+)-(\d+)$/.exec(body);
  if (bounds !== null && Number(bounds[1]) > Number(bounds[2]) && Number(bounds[1]) <= MAX_PORT) {
    throw new QueryError('unreadable', `"${body}" runs backwards: did you mean ${bounds[2]}-${bounds[1]}?`);
  }
  throw new QueryError('unreadable', `"${body}" is not a port: ports are whole numbers from 0 to ${MAX_PORT}, ranges such as 6000-6063`);
}

/**
 * Ports that go by a name, the most meant first: the ports of a dossier that lists it as an alias, then those the
 * registry lists under it, then those a malicious program of that name is on record for.
 */
function keysOfName(knowledge: Knowledge, name: string): PortKey[] {
  const found = new Map<string, PortKey>();
  const add = (texts: readonly string[]): void => {
    for (const text of texts) {
      const key = parsePortKey(text);
      if (key !== null) found.set(formatPortKey(key), key);
    }
  };
  for (const dossier of knowledge.dossiersNamed(name)) add(dossier.keys);
  add(knowledge.portsOfService(name));
  for (const program of knowledge.programsNamed(name)) add(program.ports.map((port) => port.key));
  return [...found.values()];
}

function unknownName(knowledge: Knowledge, name: string, transport: Transport | null): QueryError {
  const elsewhere = keysOfName(knowledge, name);
  if (elsewhere.length > 0) {
    const places = elsewhere.map(formatPortKey).join(', ');
    return new QueryError('unknown-name', `"${name}" has no port on ${transport}; it is known at ${places}`);
  }
  const close = closestNames(name, knowledge.allNames(), 3).map((other) => {
    const places = keysOfName(knowledge, other).map(formatPortKey);
    return `${other} (${places[0] ?? '?'})`;
  });
  const hint = close.length === 0 ? 'try: portolan explain 443' : `did you mean ${close.join(', or ')}?`;
  return new QueryError('unknown-name', `no port is known by the name "${name}"; ${hint}`);
}
