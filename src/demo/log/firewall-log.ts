import { DEMO_HOST, LOG_START } from '../demo-host.ts';
import { SeededRandom } from '../seeded-random.ts';
import { harmless } from './harmless.ts';
import { hostile } from './hostile.ts';
import type { Knock } from './knock.ts';

const SEED = 19;

/** What the firewall log is called. */
export const LOG_NAME = 'ufw.log';

/** A week of it, in the order of time. */
export function demoKnocks(): Knock[] {
  const random = new SeededRandom(SEED);
  return [...hostile(random), ...harmless(random)].sort((a, b) => a.at - b.at);
}

/** A line of rsyslog with the message of the kernel's nf_log_syslog, as ufw asks for it. */
export function lineOf(knock: Knock): string {
  const { at, prefix, source, destination, transport, sport, dport, flags, length, ttl } = knock;
  const time = new Date(Math.floor((LOG_START + at) * 1000)).toISOString().replace('Z', '000+00:00');
  const uptime = (3_000_000 + at).toFixed(6);
  const mac = destination.endsWith('255') ? 'ff:ff:ff:ff:ff:ff' : '52:54:00:12:34:56';
  const id = Math.floor(at * 7) & 65_535;
  const rest =
    transport === 'udp'
      ? `PROTO=UDP SPT=${sport} DPT=${dport} LEN=${length - 20}`
      : `DF PROTO=TCP SPT=${sport} DPT=${dport} WINDOW=${flags === 'SYN' ? 64_240 : 0} RES=0x00 ${flags} URGP=0`;
  return `${time} ${DEMO_HOST} kernel: [${uptime}] ${prefix}IN=eth0 OUT= MAC=${mac}:52:54:00:65:43:21:08:00 SRC=${source} DST=${destination} LEN=${length} TOS=0x00 PREC=0x00 TTL=${ttl} ID=${id} ${rest}\n`;
}
