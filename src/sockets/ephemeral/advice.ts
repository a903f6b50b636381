import { formatPortRange, type PortRange } from '../../net/port.ts';
import type { PortPool } from './pool.ts';
import { TIME_WAIT_SECONDS, type EphemeralSettings } from './settings.ts';
import type { EphemeralUse } from './use.ts';

/** One thing to do, and the commands of this host for it. */
export interface Advice {
  readonly id: 'pool' | 'tw-reuse' | 'widen' | 'addresses' | 'bind-no-port' | 'reserve' | 'not-tw-recycle';
  readonly text: string;
  /** Lines to run as root; empty where there is nothing to set. */
  readonly commands: readonly string[];
}

export interface Situation {
  readonly pool: PortPool;
  readonly settings: EphemeralSettings;
  readonly use: EphemeralUse;
  /** ip_local_reserved_ports with the listeners inside the range added; null when there are none. */
  readonly reserve: readonly PortRange[] | null;
  /** Null where the range is as wide as it should be. */
  readonly widen: { readonly range: PortRange; readonly reserved: readonly PortRange[] } | null;
}

/** What helps, what helps most first. */
export function adviseOn(situation: Situation): Advice[] {
  const { pool, settings, reserve, widen } = situation;
  const advice: Advice[] = [
    {
      id: 'pool',
      text: `Keep connections open and use them again (HTTP keep-alive, a connection pool): a connection that this side closes keeps its port for ${TIME_WAIT_SECONDS} s more in TIME-WAIT. No setting shortens that; tcp_fin_timeout is another state's.`,
      commands: [],
    },
    {
      id: 'tw-reuse',
      text: `tcp_tw_reuse ${describeReuse(settings)} 0 is never, 1 is to every destination, 2 is on loopback only, the default since Linux 4.19. It lets connect() take over a port in TIME-WAIT after a second, and needs tcp_timestamps${settings.timestamps === 0 ? ', which are off here' : ''}.`,
      commands: [
        ...(settings.reuseTimeWait === 1 ? [] : ['sysctl -w net.ipv4.tcp_tw_reuse=1']),
        ...(settings.timestamps === 0 ? ['sysctl -w net.ipv4.tcp_timestamps=1'] : []),
      ],
    },
  ];
  if (widen !== null) {
    const ports = widen.range.to - widen.range.from + 1;
    advice.push({
      id: 'widen',
      text: `Widen the range from ${formatPortRange(pool.range)} to ${formatPortRange(widen.range)}, ${ports} ports, and reserve what listens there first; services that are not running now want adding.`,
      commands: [
        ...(widen.reserved.length === 0 ? [] : [reserveCommand(widen.reserved)]),
        `sysctl -w net.ipv4.ip_local_port_range="${widen.range.from} ${widen.range.to}"`,
      ],
    });
  }
  advice.push(
    {
      id: 'addresses',
      text: `Use more source addresses, or more addresses or ports of the destination: each pair has ${pool.usable} ports of its own.`,
      commands: [],
    },
    {
      id: 'bind-no-port',
      text: 'Programs that bind a source address before they connect (proxies) should set IP_BIND_ADDRESS_NO_PORT (Linux 4.2): the port is then chosen by connect(), for each destination by itself.',
      commands: [],
    },
  );
  if (reserve !== null) {
    advice.push({
      id: 'reserve',
      text: 'Reserve the listeners inside the range that are meant to stay, so that no client holds their port when they start again. The setting is replaced as a whole; what was reserved is in the line.',
      commands: [reserveCommand(reserve)],
    });
  }
  advice.push({
    id: 'not-tw-recycle',
    text: 'Not tcp_tw_recycle, which old guides name: it broke clients behind NAT and is gone since Linux 4.12.',
    commands: [],
  });
  return advice;
}

function describeReuse({ reuseTimeWait }: EphemeralSettings): string {
  if (reuseTimeWait === null) return 'is not shown by this kernel:';
  return `is ${reuseTimeWait} here:`;
}

function reserveCommand(ranges: readonly PortRange[]): string {
  return `sysctl -w net.ipv4.ip_local_reserved_ports=${ranges.map(formatPortRange).join(',')}`;
}
