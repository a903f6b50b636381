import { parsePortRange, type PortRange } from '../../net/port.ts';
import type { HostFacts } from '../host-facts.ts';
import type { ProcFs } from './proc-fs.ts';

export function readHostFacts(fs: ProcFs): HostFacts {
  const setting = (path: string): string | null => fs.read(`proc/sys/net/${path}`)?.trim() ?? null;
  const number = (text: string | null): number | null => (text !== null && /^\d+$/.test(text) ? Number(text) : null);
  const bindV6Only = setting('ipv6/bindv6only');
  return {
    ephemeral: parsePortRange((setting('ipv4/ip_local_port_range') ?? '').replace(/\s+/, '-')),
    reserved: parseReservedPorts(setting('ipv4/ip_local_reserved_ports') ?? ''),
    bindV6Only: bindV6Only === null ? null : bindV6Only === '1',
    maxAcceptQueue: number(setting('core/somaxconn')),
    bootTime: number(/^btime (\d+)$/m.exec(fs.read('proc/stat') ?? '')?.[1] ?? null),
    users: parsePasswd(fs.read('etc/passwd') ?? ''),
  };
}

/** `8080,9000-9100`, as the kernel prints the setting. */
export function parseReservedPorts(text: string): PortRange[] {
  return text
    .split(',')
    .map((part) => parsePortRange(part.trim()))
    .filter((range) => range !== null);
}

/** passwd(5); of two lines with one uid the first is the one programs show. */
export function parsePasswd(text: string): Map<number, string> {
  const users = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name, , uid] = line.split(':');
    if (name === undefined || name === '' || uid === undefined || !/^\d+$/.test(uid)) continue;
    if (!users.has(Number(uid))) users.set(Number(uid), name);
  }
  return users;
}
