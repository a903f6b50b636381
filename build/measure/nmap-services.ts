import { existsSync, readFileSync } from 'node:fs';
import { parsePortKey, type PortKey } from '../../src/net/port.ts';

/**
 * nmap's list of services, as a measuring stick only. It is under the NPSL, so it is read from an nmap that is installed
 * on this machine, at run time; nothing of it is in this repository, in the knowledge base or in what is shipped. What
 * the measures print of it is for the eyes of whoever runs them.
 */
export const NMAP_SERVICES = '/usr/share/nmap/nmap-services';

export interface NmapService {
  readonly key: PortKey;
  /** `unknown` where nmap has none. */
  readonly name: string;
  /** Share of scanned hosts that had it open. */
  readonly frequency: number;
  /** What else its comment calls the service, one text a part. */
  readonly otherWords: readonly string[];
}

/** Null when no nmap is installed. */
export function installedNmapServices(): NmapService[] | null {
  return existsSync(NMAP_SERVICES) ? parseNmapServices(readFileSync(NMAP_SERVICES, 'utf8')) : null;
}

/** Lines of name, key, frequency and, after a `#`, parts between bars; others are passed over. */
export function parseNmapServices(text: string): NmapService[] {
  const services: NmapService[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue;
    const [name = '', keyText = '', frequency = '', ...comment] = line.split('\t');
    const key = parsePortKey(keyText);
    if (key === null) continue;
    const words = comment.join(' ').replace(/^#/, '').split('|');
    services.push({
      key,
      name,
      frequency: Number(frequency),
      otherWords: words.map((part) => part.trim()).filter((part) => part !== ''),
    });
  }
  return services;
}

/** The ports most often found open, as nmap's own `--top-ports` takes them. */
export function topPorts(services: readonly NmapService[], transport: 'tcp' | 'udp', count: number): NmapService[] {
  return services
    .filter(({ key }) => key.transport === transport)
    .toSorted((a, b) => b.frequency - a.frequency)
    .slice(0, count);
}
