import { parsePort } from '../net/port.ts';
import { isTransport, type Transport } from '../net/transport.ts';

/** One line of a list of services. */
export interface ListedService {
  readonly name: string;
  readonly port: number;
  readonly transport: Transport;
  readonly aliases: readonly string[];
  readonly comment: string | null;
}

export interface ServiceListResult {
  readonly services: readonly ListedService[];
  /** Lines that are neither empty nor a comment nor a service: their number, and the first of them. */
  readonly skipped: { readonly count: number; readonly first: number | null };
}

/** A share such as 0.482123, which nmap writes where services(5) has the first alias. */
const SHARE = /^[01]\.\d+$/;

/**
 * Reads `/etc/services` (services(5): `name port/protocol aliases # comment`) and nmap-services, whose third column is
 * a share of open ports. Such files belong to the machine and are read at run time only: their licences do not let us
 * ship them.
 */
export function parseServiceList(text: string): ServiceListResult {
  const services: ListedService[] = [];
  let skipped = 0;
  let first: number | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const hash = line.indexOf('#');
    const comment = hash === -1 ? '' : line.slice(hash + 1).trim();
    const words = (hash === -1 ? line : line.slice(0, hash)).split(/\s+/).filter((word) => word !== '');
    if (words.length === 0) continue;
    const service = readService(words, comment);
    if (service !== null) services.push(service);
    else {
      skipped++;
      first ??= index + 1;
    }
  }
  return { services, skipped: { count: skipped, first } };
}

function readService([name, place, ...rest]: readonly string[], comment: string): ListedService | null {
  const [number = '', transport = ''] = place?.split('/') ?? [];
  const port = parsePort(number);
  if (name === undefined || port === null || !isTransport(transport)) return null;
  const aliases = rest.filter((word) => !SHARE.test(word));
  return { name, port, transport, aliases, comment: comment === '' ? null : comment };
}
