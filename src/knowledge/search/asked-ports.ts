import { parsePortKey, parsePortRange, type PortRange } from '../../net/port.ts';
import { isTransport, type Transport } from '../../net/transport.ts';

/** A question taken apart: the ports it names, the transport it insists on, and the words that are left. */
export interface AskedParts {
  readonly ports: readonly PortRange[];
  readonly transport: Transport | null;
  readonly rest: string;
}

const SEPARATORS = /[\s,;]+/;

/** Finds `443`, `udp/161`, `tcp:445`, `:3000`, `6000-6063` and a transport standing alone in "tcp 22" among words. */
export function splitAsked(text: string): AskedParts {
  const ports: PortRange[] = [];
  let transport: Transport | null = null;
  const rest: string[] = [];
  for (const part of text.trim().split(SEPARATORS)) {
    const word = part.toLowerCase();
    const [left = '', right = ''] = word.split(/[/:]/);
    const key = parsePortKey(`${left}/${right}`) ?? parsePortKey(`${right}/${left}`);
    const range = parsePortRange(left === '' ? right : left);
    if (key !== null) {
      ports.push(key);
      transport = key.transport;
    } else if (range !== null && (left === '' || right === '')) ports.push(range);
    else if (isTransport(word)) transport = word;
    else rest.push(part);
  }
  return { ports, transport, rest: rest.join(' ') };
}
