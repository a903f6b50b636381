import { formatEndpoint } from '../endpoint.ts';
import type { LocalListener, PortResult } from '../result.ts';

/** `25/tcp` */
export function portName({ port, transport }: Pick<PortResult, 'port' | 'transport'>): string {
  return `${port}/${transport}`;
}

/** `25/tcp smtp`; a name that rests on the number only has a question mark. */
export function portWithName(result: PortResult): string {
  const { service, name } = result;
  if (service !== null) return `${portName(result)} ${service.name}`;
  return name === null ? portName(result) : `${portName(result)} ${name}?`;
}

/** `node (pid 812, user ada)` */
export function holderText({ process, pid, user }: LocalListener): string {
  const known = [pid === null ? [] : `pid ${pid}`, user === null ? [] : `user ${user}`].flat();
  const who = process ?? 'a process that may not be seen';
  return `${who}${known.length === 0 ? '' : ` (${known.join(', ')})`}`;
}

/** `https, nginx 1.22`: what was found out by asking; null when nothing was. */
export function serviceText({ service }: PortResult): string | null {
  if (service === null) return null;
  const product = [service.product, service.version].filter((part) => part !== null).join(' ');
  const name = service.isTls && !service.name.endsWith('s') ? `${service.name} in TLS` : service.name;
  return `${name}${product === '' ? '' : `, ${product}`}${service.confidence === 'likely' ? ' (probably)' : ''}`;
}

/** What is known of an answering port, as evidence. */
export function answerText(result: PortResult): string {
  const parts = [`${formatEndpoint(result)}: ${result.state}, ${result.because}`];
  const service = serviceText(result);
  if (service !== null) parts.push(service);
  if (result.listener !== null)
    parts.push(`held by ${holderText(result.listener)}, bound to ${result.listener.addresses.join(', ')}`);
  return parts.join('; ');
}

const PLAIN_WORD = /^[A-Za-z0-9_./:%@+-]+$/;

/** A word that a shell takes as it is. */
export function shellWord(text: string): string {
  return PLAIN_WORD.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
