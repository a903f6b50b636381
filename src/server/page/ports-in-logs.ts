import { dayOf, MILLISECONDS_A_DAY } from '../../store/column-batch.ts';
import { literals } from '../../store/literal.ts';
import type { Store } from '../../store/store.ts';
import type { PortInLogs } from '../api/atlas.ts';

const DAYS = 30;
const TCP = 6;
const UDP = 17;

/** How often each port was knocked on in the last 30 days; null where the store cannot be asked. */
export async function portsInLogs(store: Store, now: number): Promise<readonly PortInLogs[] | null> {
  const from = Math.max(dayOf(now) - DAYS + 1, 0);
  const since = literals.time(from * MILLISECONDS_A_DAY);
  const sql = `SELECT dport, proto, sum(events) AS n FROM port_hours WHERE hour >= ${since} AND (proto = ${TCP} OR proto = ${UDP}) GROUP BY dport, proto ORDER BY dport, proto`;
  try {
    const { rows } = await store.ask(sql);
    return rows.map(([port, proto, events]) => ({
      port: Number(port),
      transport: Number(proto) === TCP ? 'tcp' : 'udp',
      events: Number(events),
    }));
  } catch {
    return null;
  }
}
