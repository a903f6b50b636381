import { compareSeverity, deservesLook, worstFinding } from '../../../findings/finding.ts';
import type { NetworkNamespace } from '../../../sockets/snapshot.ts';
import type { SocketRow, SocketView } from '../../../sockets/socket-row.ts';
import type { Context } from '../../context.ts';
import { ByteText } from '../../byte-text.ts';
import { csvLine } from '../../csv.ts';
import type { SocketsHead } from '../../documents.ts';
import { alignedTable } from '../../table.ts';
import { printable } from '../../printable.ts';
import { describeContainer } from '../../snapshot/container-words.ts';
import { describeGaps } from '../../../sockets/gaps.ts';
import { socketColumns } from './columns.ts';
import { netstatLines } from './netstat-lines.ts';
import { PlainLines } from './plain-lines.ts';
import type { RowFilter } from './row-filter.ts';
import type { RowOrder } from './row-order.ts';
import type { SocketFormat } from './socket-format.ts';
import { ssLines } from './ss-lines.ts';

/** Bytes of a piece of output. */
const FLUSH_AT = 65_536;

export interface SocketsView {
  readonly format: SocketFormat;
  readonly listening: boolean;
  readonly connected: boolean;
  readonly extended: boolean;
  readonly riskyOnly: boolean;
  readonly header: boolean;
  /** Which of them, beyond the words above; null for all. */
  readonly filterOf: (view: SocketView) => RowFilter | null;
  /** Null: listening first, then by port; the kernel's order where another program's lines are wanted. */
  readonly orderOf: (view: SocketView) => RowOrder | null;
  /** Whether TCP and UDP are both asked for. */
  readonly bothTransports: boolean;
  readonly processes: boolean;
  readonly wide: boolean;
}

/** The wanted rows of one network namespace. */
interface Chosen {
  readonly view: SocketView;
  readonly rows: Float64Array;
}

/** Prints the wanted sockets, our own network namespace first. */
export async function writeSockets(views: readonly SocketView[], wanted: SocketsView, context: Context): Promise<void> {
  const chosen = views.map((view): Chosen => ({ view, rows: chooseRows(view, wanted) }));
  switch (wanted.format) {
    case 'json':
      await writeJson(chosen, context);
      break;
    case 'ndjson':
      for (const { view, rows } of chosen) for (const row of rows) context.stdout.line(JSON.stringify(view.rowAt(row)));
      break;
    case 'csv':
      writeCsv(chosen, context);
      break;
    case 'ss':
    case 'netstat':
      for (const one of chosen) {
        for (const line of linesLikeTheirs(one, wanted)) context.stdout.line(line);
        writeGaps(one.view, context);
      }
      break;
    case 'text':
      for (const { view, rows } of chosen) {
        if (view.snapshot.namespace !== null) writeNamespaceHeading(view.snapshot.namespace, context);
        writeTable(view, rows, wanted, context);
        writeGaps(view, context);
      }
  }
}

function writeNamespaceHeading({ inode, name, container }: NetworkNamespace, { stdout, style }: Context): void {
  const words = container === null ? (name ?? 'not named') : describeContainer({ ...container, name });
  stdout.line();
  stdout.line(style.strong(`network namespace ${printable(words)} (net:[${inode}])`));
}

function writeGaps({ snapshot }: SocketView, context: Context): void {
  for (const gap of describeGaps(snapshot)) context.stderr.line(`portolan: ${gap}`);
}

function linesLikeTheirs({ view, rows }: Chosen, wanted: SocketsView): Generator<string> {
  const { header, extended, processes } = wanted;
  if (wanted.format === 'ss')
    return ssLines(view, rows, { header, netid: wanted.bothTransports, users: processes, details: extended });
  return netstatLines(view, rows, { ...wanted, program: processes });
}

/** More rows than fit into memory; with a port beside it still a whole number in a double. */
const ROW_SPACE = 2 ** 26;

/** Rows in the order people look for them: listening first, then by port; or as they were asked for. */
function chooseRows(view: SocketView, wanted: SocketsView): Float64Array {
  const { table } = view.snapshot;
  const filter = wanted.filterOf(view);
  const order = wanted.orderOf(view);
  const likeTheirs = wanted.format === 'ss' || wanted.format === 'netstat';
  // One sortable number a row, so that 100,000 rows sort without calling back.
  const keys = new Float64Array(table.length);
  let count = 0;
  for (let row = 0; row < table.length; row++) {
    const listening = table.isListening(row);
    if (listening ? !wanted.listening : !wanted.connected) continue;
    if (wanted.riskyOnly && !view.findingsOf(row).some(deservesLook)) continue;
    if (filter !== null && !filter(row)) continue;
    keys[count++] = (likeTheirs ? rankOfTheirs(view, row, wanted) : usualRank(view, row)) * ROW_SPACE + row;
  }
  const sorted = keys.subarray(0, count).sort();
  for (let at = 0; at < count; at++) sorted[at] = (sorted[at] ?? 0) % ROW_SPACE;
  return order === null ? sorted : sorted.sort(order);
}

function usualRank({ snapshot: { table } }: SocketView, row: number): number {
  return (table.isListening(row) ? 0 : 0x10000) + table.localPort(row);
}

/** Both programs keep the order of the kernel; ss has UDP first. */
function rankOfTheirs({ snapshot: { table } }: SocketView, row: number, { format }: SocketsView): number {
  return format === 'ss' && table.transport(row) === 'tcp' ? 1 : 0;
}

function writeTable(view: SocketView, rows: Float64Array, wanted: SocketsView, context: Context): void {
  const columns = socketColumns(view, wanted.extended);
  const { stdout, style } = context;
  if (!context.isTerminal) {
    if (wanted.header) stdout.line(columns.map((column) => column.title).join('\t'));
    const lines = new PlainLines(view, wanted.extended);
    const text = new ByteText();
    for (let at = 0; at < rows.length; at++) {
      lines.append(rows[at] ?? 0, text);
      if (text.length >= FLUSH_AT) stdout.bytes(text.take());
    }
    stdout.bytes(text.take());
    return;
  }
  const decorate = (line: string, row: number | null): string => {
    if (row === null) return style.dim(line);
    const worst = worstFinding(view.findingsOf(row));
    if (worst === null) return line;
    return compareSeverity(worst.severity, 'high') >= 0 ? style.danger(line) : style.warning(line);
  };
  const lines = alignedTable(columns, () => rows, context.width, decorate);
  if (!wanted.header) lines.next();
  for (const line of lines) stdout.line(line);
}

/** The envelope goes out around rows that are written one by one: the document is never in memory as a whole. */
async function writeJson(chosen: readonly Chosen[], context: Context): Promise<void> {
  const { envelope } = await import('../../envelope.ts');
  const { stdout } = context;
  const own = chosen[0]?.view;
  if (own === undefined) return;
  const { host, completeness } = own.snapshot;
  const { ephemeral, reserved, bindV6Only } = host;
  const head: SocketsHead = {
    ...envelope('sockets', context),
    ports: { ephemeral, reserved, bindV6Only },
    completeness,
    findings: own.snapshotFindings,
  };
  stdout.write(`${JSON.stringify(head).slice(0, -1)},"sockets":[`);
  let separator = '\n';
  for (const { view, rows } of chosen) {
    for (const row of rows) {
      stdout.write(`${separator}${JSON.stringify(view.rowAt(row))}`);
      separator = ',\n';
    }
  }
  stdout.line('\n]}');
}

function writeCsv(chosen: readonly Chosen[], context: Context): void {
  context.stdout.line(
    'transport,family,state,direction,local_address,local_port,remote_address,remote_port,receive_queue,send_queue,uid,user,inode,owner,pid,process,command,class,ephemeral,exposure,service,findings,namespace,container',
  );
  for (const { view, rows } of chosen) for (const at of rows) context.stdout.line(csvRow(view.rowAt(at)));
}

function csvRow(row: SocketRow): string {
  return csvLine([
    row.transport,
    row.family,
    row.state,
    row.direction,
    row.local.address,
    row.local.port,
    row.remote.address,
    row.remote.port,
    row.queues.receive,
    row.queues.send,
    row.uid,
    row.user,
    row.inode,
    row.owner,
    row.process?.pid ?? null,
    row.process?.name ?? null,
    row.process?.command ?? null,
    row.class,
    row.ephemeral,
    row.exposure,
    row.service?.name ?? null,
    row.findings.map((finding) => finding.id).join(' '),
    row.namespace?.name ?? row.namespace?.inode ?? null,
    row.process?.container === null || row.process === null ? null : describeContainer(row.process.container),
  ]);
}
