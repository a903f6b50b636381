import { parsePortKey, parsePortRange } from '../../net/port.ts';
import { isTransport, type Transport } from '../../net/transport.ts';
import type { AskedPorts } from '../query.ts';

/** A question taken apart: the ports it names, the transport it insists on, and the words that are left. */
export interface AskedParts {
  readonly ports: readonly AskedPorts[];
  /** What the words are held to; null when the question names no transport, or several. */
  readonly transport: Transport | null;
  readonly rest: string;
}

const SEPARATORS = /[\s,;]+/;

/** Finds `443`, `udp/161`, `tcp:445`, `:3000`, `6000-6063` and a transport standing alone in "tcp 22" among words. */
export function splitAsked(text: string): AskedParts {
  const ports: AskedPorts[] = [];
  const alone = new Set<Transport>();
  const rest: string[] = [];
  for (const part of text.trim().split(SEPARATORS)) {
    const word = part.toLowerCase();
    const port = askedPort(word);
    if (port !== null) ports.push(port);
    else if (isTransport(word)) alone.add(word);
    else rest.push(part);
  }
  const withPorts = ports.map((port) => port.transport).filter((transport) => transport !== null);
  const named = only(alone);
  return {
    ports: ports.map((port) => ({ ...port, transport: port.transport ?? named })),
    transport: alone.size > 0 ? named : only(new Set(withPorts)),
    rest: rest.join(' '),
  };
}

function askedPort(word: string): AskedPorts | null {
  const [left = '', right = '', ...more] = word.split(/[/:]/);
  if (more.length > 0) return null;
  const key = parsePortKey(`${left}/${right}`) ?? parsePortKey(`${right}/${left}`);
  if (key !== null) return key;
  const range = left === '' || right === '' ? parsePortRange(left === '' ? right : left) : null;
  return range === null ? null : { ...range, transport: null };
}

function only(transports: ReadonlySet<Transport>): Transport | null {
  const [first = null] = transports;
  return transports.size === 1 ? first : null;
}
