import { formatPortRange } from '../../../net/port.ts';
import { destinationText, formatShare, type Verdict } from '../../../sockets/ephemeral/judge.ts';
import type { InsideListener } from '../../../sockets/ephemeral/listeners-inside.ts';
import { EPHEMERAL_LIMITS, type EphemeralReport } from '../../../sockets/ephemeral/report.ts';
import type { DestinationUse, PoolUse } from '../../../sockets/ephemeral/use.ts';
import type { Context } from '../../context.ts';
import { printable } from '../../printable.ts';
import { alignedTable, type Column } from '../../table.ts';
import { wrap } from '../../wrap.ts';

/** Longest comfortable line, however wide the screen. */
const MAX_WIDTH = 120;
/** Listeners inside the range that are named; the others are counted. */
const MOST_LISTENERS = 12;

const VERDICTS: Readonly<Record<Verdict, string>> = {
  plenty: 'plenty left',
  filling: 'half full or more',
  tight: 'tight',
  'nearly-out': 'nearly out of ports',
  out: 'OUT OF PORTS',
};

interface Scope {
  readonly name: string;
  readonly use: PoolUse;
  readonly blocked: number;
}

export function* ephemeralText(
  report: EphemeralReport,
  destinations: readonly DestinationUse[],
  wantsAdvice: boolean,
  { style, width }: Context,
): Generator<string> {
  const { pool, use, settings, verdict } = report;
  const room = Math.min(width, MAX_WIDTH);
  const prose = width === Number.POSITIVE_INFINITY ? width : room;
  const isWorrying = verdict !== 'plenty';
  const paint = verdict === 'plenty' ? style.good : verdict === 'filling' ? style.warning : style.danger;
  yield `${paint(VERDICTS[verdict])}: the fullest scope has ${formatShare(report.share)} of ${pool.usable} client ports taken`;
  const namespace = settings.namespace === null ? '' : `, network namespace ${printable(settings.namespace)}`;
  yield style.dim(
    `range ${formatPortRange(pool.range)}, ${describeReserved(report)}, tcp_tw_reuse ${settings.reuseTimeWait ?? 'not shown'}${namespace}`,
  );
  yield '';
  yield* alignedTable(SCOPE_COLUMNS(pool.usable), () => scopesOf(report), prose, heading(style.dim));
  if (destinations.length > 0) {
    yield '';
    yield* alignedTable(DESTINATION_COLUMNS, () => destinations, prose, heading(style.dim));
    const more = use.destinations.length - destinations.length;
    if (more > 0)
      yield style.dim(
        `and ${more} more ${more === 1 ? 'destination' : 'destinations'}: --top ${use.destinations.length}`,
      );
  }
  yield '';
  yield* wrap(
    `Room for ${report.sustainedRate} new connections a second to one destination, for long, when this side closes first (TIME-WAIT holds a port for 60 s).`,
    prose,
  );
  if (report.listeners.length > 0) {
    yield '';
    yield* wrap(`Listening inside the range and not reserved: ${describeListeners(report.listeners)}`, prose);
  }
  for (const { id, text, commands } of report.advice) {
    if (!(wantsAdvice || isWorrying || id === 'reserve')) continue;
    yield '';
    yield* wrap(text, prose);
    for (const command of commands) yield style.strong(`  ${command}`);
  }
  yield '';
  for (const limit of EPHEMERAL_LIMITS) yield* wrap(limit, prose).map(style.dim);
}

function describeReserved({ pool }: EphemeralReport): string {
  if (pool.reserved.length === 0) return 'none reserved';
  return `reserved ${pool.reserved.map(formatPortRange).join(',')}`;
}

function scopesOf({ use, pool }: EphemeralReport): Scope[] {
  const [fullest] = use.destinations;
  const connect: PoolUse = fullest ?? { used: 0, timeWait: 0, share: use.blocked / Math.max(1, pool.usable) };
  return [
    { name: 'connect(), fullest destination', use: connect, blocked: use.blocked },
    { name: 'bind(0) and listen(0), TCP', use: use.bind, blocked: 0 },
    { name: 'UDP', use: use.udp, blocked: 0 },
  ];
}

const SCOPE_COLUMNS = (usable: number): Column<Scope>[] => [
  { title: 'SCOPE', cell: ({ name }) => name },
  { title: 'IN USE', align: 'right', cell: ({ use }) => String(use.used) },
  { title: 'TIME-WAIT', align: 'right', cell: ({ use }) => String(use.timeWait) },
  { title: 'LISTENED ON', align: 'right', dropOrder: 1, cell: ({ blocked }) => String(blocked) },
  { title: 'OF', align: 'right', cell: () => String(usable) },
  { title: 'TAKEN', align: 'right', cell: ({ use }) => formatShare(use.share) },
];

const DESTINATION_COLUMNS: readonly Column<DestinationUse>[] = [
  { title: 'FROM', dropOrder: 2, cell: ({ source }) => source },
  { title: 'TO', cell: destinationText },
  { title: 'IN USE', align: 'right', cell: ({ used }) => String(used) },
  { title: 'TIME-WAIT', align: 'right', cell: ({ timeWait }) => String(timeWait) },
  { title: 'REUSABLE', align: 'right', dropOrder: 1, cell: ({ reusable }) => String(reusable) },
  { title: 'LEFT', align: 'right', cell: ({ left }) => String(left) },
  { title: 'TAKEN', align: 'right', cell: ({ share }) => formatShare(share) },
];

function heading(dim: (text: string) => string): <Row>(line: string, row: Row | null) => string {
  return (line, row) => (row === null ? dim(line) : line);
}

function describeListeners(listeners: readonly InsideListener[]): string {
  const named = listeners.slice(0, MOST_LISTENERS).map(({ port, transport, processes }) => {
    const who = processes.length === 0 ? '' : ` ${printable(processes.join(', '))}`;
    return `${port}/${transport}${who}`;
  });
  const more = listeners.length - named.length;
  return `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
