import type { HostFacts } from '../host-facts.ts';
import type { Command } from '../commands/command.ts';

export const SYSCTL: Command = {
  file: '/usr/sbin/sysctl',
  args: ['net.inet.ip.portrange.first', 'net.inet.ip.portrange.last', 'net.inet6.ip6.v6only', 'kern.ipc.somaxconn'],
};

/** /etc/passwd of macOS has only the users of the system. */
export const DSCL: Command = { file: '/usr/bin/dscl', args: ['.', '-list', '/Users', 'UniqueID'] };

export function describeHost(sysctl: string, dscl: string): HostFacts {
  const settings = parseSysctl(sysctl);
  const from = settings.get('net.inet.ip.portrange.first');
  const to = settings.get('net.inet.ip.portrange.last');
  const v6Only = settings.get('net.inet6.ip6.v6only');
  const isRange = from !== undefined && to !== undefined && from <= to && to <= 65_535;
  return {
    ephemeral: isRange ? { from, to } : null,
    reserved: [],
    bindV6Only: v6Only === undefined ? null : v6Only === 1,
    maxAcceptQueue: settings.get('kern.ipc.somaxconn') ?? null,
    // ps tells when a process started by the calendar, so its ticks are counted from the epoch and not from boot.
    bootTime: 0,
    users: parseUsers(dscl),
  };
}

/** `net.inet.ip.portrange.first: 49152`; `=` in other BSDs. */
function parseSysctl(text: string): Map<string, number> {
  const settings = new Map<string, number>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^([\w.]+)\s*[:=]\s*(\d{1,10})\s*$/.exec(line);
    if (match !== null) settings.set(match[1] ?? '', Number(match[2]));
  }
  return settings;
}

/** `_mdnsresponder  65`, and `nobody  -2`, whose uid is the same number without a sign. */
function parseUsers(text: string): Map<number, string> {
  const users = new Map<number, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^(\S+)\s+(-?\d{1,10})\s*$/.exec(line);
    const uid = Number(match?.[2]) >>> 0;
    if (match !== null && !users.has(uid)) users.set(uid, match[1] ?? '');
  }
  return users;
}
