import { formatPortKey, MAX_PORT, parsePortKey, parsePortRange, type PortKey, type PortRange } from '../net/port.ts';
import { isTransport, TRANSPORTS, type Transport } from '../net/transport.ts';
import type { Knowledge } from './knowledge.ts';
import { NO_OVERLAY, type Overlay } from './overlay.ts';
import { closestNames } from './closest-names.ts';
import { describePhysicalPort } from './physical-port.ts';

/** Ports that were asked for. */
export interface AskedPorts extends PortRange {
  /** Null when none was named: then every transport that has something to say answers. */
  readonly transport: Transport | null;
}

/** What a person asked for, understood. */
export interface Query {
  readonly text: string;
  /** In the order to answer. */
  readonly ports: readonly AskedPorts[];
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
const WITHOUT_PORTS: ReadonlyMap<string, string> = new Map([
  ['icmp', 'ICMP has types and codes, not ports'],
  ['icmpv6', 'ICMPv6 has types and codes, not ports'],
  ['igmp', 'IGMP has no ports'],
  ['gre', 'GRE has no ports'],
  ['esp', 'ESP has no ports'],
  ['ah', 'AH has no ports'],
  ['ip', 'IP itself has no ports'],
  ['quic', 'QUIC runs over UDP: ask for the port with /udp'],
]);

/**
 * Understands `19/udp`, `udp/19`, `:8080`, `port 80`, `6000-6063`, `https`, `netbus`, `https/udp`.
 * Throws QueryError for anything else.
 */
export function parseQuery(knowledge: Knowledge, asked: string, overlay: Overlay = NO_OVERLAY): Query {
  const text = asked.trim();
  const { body, transport } = splitTransport(text);
  const range = parsePortRange(body);
  if (range !== null) return { text, ports: [{ ...range, transport }], name: null };
  // Only now the names, which cost more to read. Some look like something else: 9pfs, 914c/g, "port zero".
  const directory = { knowledge, overlay };
  const whole = keysOfName(directory, text);
  if (whole.length > 0) return { text, ports: whole, name: text };
  const keys = keysOfName(directory, body).filter((key) => transport === null || key.transport === transport);
  if (keys.length > 0) return { text, ports: keys, name: body };
  throw unreadable(text, body) ?? unknownName(directory, body, transport);
}

function splitTransport(text: string): { body: string; transport: Transport | null } {
  const bare = withoutPrefix(text);
  const [left, right] = halves(bare);
  if (right === null) return { body: bare, transport: null };
  const [first, second] = [left.toLowerCase(), right.toLowerCase()];
  if (isTransport(second)) return { body: left, transport: second };
  if (isTransport(first)) return { body: right, transport: first };
  return { body: bare, transport: null };
}

/** What stands before and after the first slash. */
function halves(text: string): [left: string, right: string | null] {
  const slash = text.indexOf('/');
  return slash === -1 ? [text, null] : [text.slice(0, slash).trim(), text.slice(slash + 1).trim()];
}

/** `port 80` and `:8080` are the number they hold. Not by a case-insensitive pattern: V8 loads ICU's tables for one. */
function withoutPrefix(text: string): string {
  if (text.startsWith(':')) return text.slice(1).trim();
  return text.toLowerCase().startsWith('port ') ? text.slice('port '.length).trim() : text;
}

/** Why no port can be meant; null when the text may be a name. */
function unreadable(text: string, body: string): QueryError | null {
  if (body === '') {
    return new QueryError(
      'unreadable',
      'nothing to explain: give a port such as 19/udp, a range such as 6000-6063, or a name such as https',
    );
  }
  if (!/^[+-]?[\d.,]/.test(body)) return null;
  const [, protocol] = halves(body);
  if (protocol !== null) {
    const known = `the transports with ports are ${TRANSPORTS.join(', ')}`;
    const why = WITHOUT_PORTS.get(protocol.toLowerCase());
    const message = why === undefined ? `"${protocol}" is not a transport: ${known}` : `"${text}": ${why}; ${known}`;
    return new QueryError('unreadable', message);
  }
  const bounds = /^(\d+)-(\d+)$/.exec(body);
  if (bounds !== null && Number(bounds[1]) > Number(bounds[2]) && Number(bounds[1]) <= MAX_PORT) {
    return new QueryError('unreadable', `"${body}" runs backwards: did you mean ${bounds[2]}-${bounds[1]}?`);
  }
  return new QueryError(
    'unreadable',
    `"${body}" is not a port: ports are whole numbers from 0 to ${MAX_PORT}, ranges such as 6000-6063`,
  );
}

/** Where names are looked up. */
interface Directory {
  readonly knowledge: Knowledge;
  readonly overlay: Overlay;
}

/**
 * Ports that go by a name, the most meant first: those the user calls so, the ports of a dossier that lists it as an alias, then those the
 * registry lists under it, then those a malicious program of that name is on record for.
 */
function keysOfName({ knowledge, overlay }: Directory, name: string): PortKey[] {
  const found = new Map<string, PortKey>();
  const add = (texts: readonly string[]): void => {
    for (const text of texts) {
      const key = parsePortKey(text);
      if (key !== null) found.set(formatPortKey(key), key);
    }
  };
  add(overlay.keysNamed(name));
  for (const dossier of knowledge.dossiersNamed(name)) add(dossier.keys);
  add(knowledge.portsOfService(name));
  for (const program of knowledge.programsNamed(name)) add(program.ports.map((port) => port.key));
  return [...found.values()];
}

function unknownName(directory: Directory, name: string, transport: Transport | null): QueryError {
  const elsewhere = keysOfName(directory, name);
  if (elsewhere.length > 0) {
    const places = elsewhere.map(formatPortKey).join(', ');
    return new QueryError('unknown-name', `"${name}" has no port on ${transport}; it is known at ${places}`);
  }
  const physical = describePhysicalPort(name);
  if (physical !== null) return new QueryError('unknown-name', physical);
  const close = closestNames(name, directory.knowledge.allNames(), 3).map((other) => {
    const places = keysOfName(directory, other).map(formatPortKey);
    return `${other} (${places[0] ?? '?'})`;
  });
  const hint = close.length === 0 ? `try: portolan search ${name}` : `did you mean ${close.join(', or ')}?`;
  return new QueryError('unknown-name', `no port is known by the name "${name}"; ${hint}`);
}
