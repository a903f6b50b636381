import { EXPOSURE_WORDS, exposureOf, formatLocalAddress, formatRemoteAddress } from '../../../sockets/exposure.ts';
import { compareSeverity, deservesLook, worstFinding, type Finding } from '../../../findings/finding.ts';
import { ownershipOf, ownersOf, type Snapshot } from '../../../sockets/snapshot.ts';
import type { Service } from '../../../sockets/service.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import { stateWord } from '../../../sockets/state.ts';
import type { Format } from '../../format.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import { envelope } from '../../envelope.ts';
import { alignedTable, plainTable, type Column } from '../../layout.ts';
import { printable } from '../../printable.ts';
import { describeGaps, isComplete } from '../../snapshot/gaps.ts';
import { OWNER_WORDS } from '../../snapshot/owner-words.ts';

export interface SocketsView {
  readonly format: Format;
  readonly listening: boolean;
  readonly connected: boolean;
  readonly extended: boolean;
  readonly riskyOnly: boolean;
  readonly header: boolean;
}

/** Prints the wanted sockets; true when the machine showed everything. */
export function writeSockets(view: SocketView, wanted: SocketsView, context: Context): boolean {
  const { snapshot } = view;
  const rows = chooseRows(view, wanted);
  switch (wanted.format) {
    case 'json':
      writeJson(view, rows, context);
      break;
    case 'ndjson':
      for (const row of rows) context.stdout.line(JSON.stringify(view.rowAt(row)));
      break;
    case 'csv':
      writeCsv(view, rows, context);
      break;
    case 'text':
      writeTable(view, rows, wanted, context);
      for (const gap of describeGaps(snapshot)) context.stderr.line(`portolan: ${gap}`);
  }
  return isComplete(snapshot);
}

/** Rows in the order people look for them: listening first, then by port. */
function chooseRows(view: SocketView, wanted: SocketsView): Int32Array {
  const { table } = view.snapshot;
  // One sortable number a row, so that 100,000 rows sort without calling back.
  const keys = new Float64Array(table.length);
  let count = 0;
  for (let row = 0; row < table.length; row++) {
    const listening = table.isListening(row);
    if (listening ? !wanted.listening : !wanted.connected) continue;
    if (wanted.riskyOnly && !view.findingsOf(row).some(deservesLook)) continue;
    keys[count++] = ((listening ? 0 : 0x10000) + table.localPort(row)) * 0x4000000 + row;
  }
  const sorted = keys.subarray(0, count).sort();
  return Int32Array.from(sorted, (key) => key % 0x4000000);
}

/** `[::]:443`, `*:443` for a wildcard that probably takes IPv4 too (as ss prints it), `*` for no port. */
function endpoint(address: string, port: number): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port === 0 ? '*' : port}`;
}

function localEnd(view: SocketView, row: number): string {
  const { table } = view.snapshot;
  if (view.dualStackOf(row) === 'likely') return `*:${table.localPort(row)}`;
  return endpoint(formatLocalAddress(table, row), table.localPort(row));
}

function ownerCell(snapshot: Snapshot, row: number): string {
  const ownership = ownershipOf(snapshot, row);
  if (ownership !== 'visible') return OWNER_WORDS[ownership];
  return ownersOf(snapshot, row)
    .map(({ pid }) => `${pid}/${printable(snapshot.processName(pid) ?? '?')}`)
    .join(',');
}

function columnsOf(view: SocketView, wanted: SocketsView): Column<number>[] {
  const { snapshot } = view;
  const { table } = snapshot;
  const columns: Column<number>[] = [
    { title: 'PROTO', cell: (row) => table.transport(row) },
    { title: 'STATE', cell: (row) => stateWord(table.state(row)) },
    { title: 'RECV-Q', align: 'right', dropOrder: 3, cell: (row) => String(table.receiveQueue(row)) },
    { title: 'SEND-Q', align: 'right', dropOrder: 4, cell: (row) => String(table.sendQueue(row)) },
    { title: 'LOCAL', cell: (row) => localEnd(view, row) },
    {
      title: 'PEER',
      dropOrder: 1,
      shrinkTo: 21,
      cell: (row) => endpoint(formatRemoteAddress(table, row), table.remotePort(row)),
    },
  ];
  if (wanted.extended) {
    columns.push(
      { title: 'USER', cell: (row) => view.userOf(table.uid(row)) ?? String(table.uid(row)) },
      { title: 'INODE', align: 'right', dropOrder: 2, cell: (row) => String(table.inode(row)) },
    );
  }
  if (snapshot.owners !== null)
    columns.push({ title: 'PROCESS', shrinkTo: 16, least: 8, cell: (row) => ownerCell(snapshot, row) });
  columns.push(
    { title: 'EXPOSURE', least: 6, cell: (row) => EXPOSURE_WORDS[exposureOf(table, row)] },
    { title: 'SERVICE', least: 7, cell: (row) => serviceCell(view.serviceOf(row)) },
    { title: 'LOOK AT', shrinkTo: 24, least: 2, cell: (row) => lookAt(view.findingsOf(row)) },
  );
  return columns;
}

/** A name that only the registry has for the number is a guess, and is marked as one. */
function serviceCell(service: Service | null): string {
  if (service === null) return '-';
  return service.source === 'registry' ? `${service.name}?` : service.name;
}

/** The worst finding of a row, marked `!` or, from high on, `!!`. */
function lookAt(findings: readonly Finding[]): string {
  const worst = worstFinding(findings);
  if (worst === null) return '-';
  return `${compareSeverity(worst.severity, 'high') >= 0 ? '!!' : '!'} ${printable(worst.title)}`;
}

function writeTable(view: SocketView, rows: Int32Array, wanted: SocketsView, context: Context): void {
  const columns = columnsOf(view, wanted);
  const { stdout, style } = context;
  if (!context.isTerminal) {
    for (const line of plainTable(columns, rows, wanted.header)) stdout.line(line);
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
function writeJson(view: SocketView, rows: Int32Array, context: Context): void {
  const { stdout } = context;
  const { host, completeness } = view.snapshot;
  const { ephemeral, reserved, bindV6Only } = host;
  const head = JSON.stringify({
    ...envelope('sockets', context),
    ports: { ephemeral, reserved, bindV6Only },
    completeness,
    findings: view.snapshotFindings,
  });
  stdout.write(`${head.slice(0, -1)},"sockets":[`);
  let separator = '\n';
  for (const row of rows) {
    stdout.write(`${separator}${JSON.stringify(view.rowAt(row))}`);
    separator = ',\n';
  }
  stdout.line('\n]}');
}

function writeCsv(view: SocketView, rows: Int32Array, context: Context): void {
  context.stdout.line(
    'transport,family,state,direction,local_address,local_port,remote_address,remote_port,receive_queue,send_queue,uid,user,inode,owner,pid,process,command,class,ephemeral,exposure,service,findings',
  );
  for (const at of rows) {
    const row = view.rowAt(at);
    context.stdout.line(
      csvLine([
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
      ]),
    );
  }
}
