import { readFileSync } from 'node:fs';

/** Kernel's states of sockets, include/net/tcp_states.h: a TCP listener is in LISTEN, a bound UDP socket in CLOSE. */
const STATES = { tcp: '0A', udp: '07' };

/** The ports something is bound to in the network namespace of a process, as `21/tcp`; both families together. */
export function boundPorts(pid: number): Set<string> {
  const ports = new Set<string>();
  for (const [transport, state] of Object.entries(STATES)) {
    for (const family of ['', '6']) {
      const table = readFileSync(`/proc/${pid}/net/${transport}${family}`, 'latin1');
      for (const line of table.split('\n').slice(1)) {
        const [, local = '', , actual] = line.trim().split(/\s+/u);
        if (actual === state) ports.add(`${Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16)}/${transport}`);
      }
    }
  }
  return ports;
}
