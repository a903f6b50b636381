import { hostname } from 'node:os';
import { compareSeverity, deservesLook, worstFinding, type Finding } from '../../../findings/finding.ts';
import type { Exposure } from '../../../sockets/exposure.ts';
import { isEphemeral, isProbablyClient, type Listener } from '../../../sockets/listener.ts';
import type { Snapshot } from '../../../sockets/snapshot.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import type { Format } from '../../format.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import { envelope } from '../../envelope.ts';
import { wrap } from '../../layout.ts';
import { printable } from '../../printable.ts';
import { cut, padEnd } from '../../width.ts';
import { countOwners, describeGaps } from '../../snapshot/gaps.ts';
import { OWNER_WORDS } from '../../snapshot/owner-words.ts';

/** Writes the opening screen, or the same as data: the listeners, each with its findings. */
export function writeGlance(view: SocketView, format: Format, context: Context): void {
  const { stdout } = context;
  const listeners = view.listeners.map((listener) => toRecord(view, listener));
  switch (format) {
    case 'json':
      stdout.line(
        JSON.stringify(
          { ...envelope('glance', context), summary: summarize(view), listeners, gaps: describeGaps(view.snapshot) },
          null,
          2,
        ),
      );
      return;
    case 'ndjson':
      for (const listener of listeners) stdout.line(JSON.stringify(listener));
      return;
    case 'csv':
      stdout.line('port,transport,service,exposure,owner,processes,addresses,findings');
      for (const one of listeners) {
        const processes = one.processes.map((process) => `${process.name}(${process.pid})`).join(' ');
        const findings = one.findings.map((finding) => finding.id).join(' ');
        stdout.line(
          csvLine([
            one.port,
            one.transport,
            one.service,
            one.exposure,
            one.owner,
            processes,
            one.addresses.join(' '),
            findings,
          ]),
        );
      }
      return;
    case 'text':
      for (const line of new GlanceScreen(view, context).lines()) stdout.line(line);
  }
}

interface Summary {
  readonly listening: number;
  readonly connected: number;
  readonly ephemeral: {
    readonly from: number;
    readonly to: number;
    readonly used: number;
    readonly share: number;
  } | null;
  readonly owners: { readonly visible: number; readonly hidden: number };
}

function summarize(view: SocketView): Summary {
  const { snapshot, listeners } = view;
  const { table, host } = snapshot;
  let connected = 0;
  for (let row = 0; row < table.length; row++) if (!table.isListening(row)) connected++;
  return {
    listening: listeners.filter((listener) => !isProbablyClient(listener)).length,
    connected,
    ephemeral: host.ephemeral === null ? null : { ...host.ephemeral, ...ephemeralUse(snapshot) },
    owners: countOwners(snapshot),
  };
}

/** Distinct ports of the ephemeral range in use, of either transport: the fuller of the two counts. */
function ephemeralUse(snapshot: Snapshot): { used: number; share: number } {
  const { table, host } = snapshot;
  const ports = { tcp: new Set<number>(), udp: new Set<number>() };
  for (let row = 0; row < table.length; row++) {
    const port = table.localPort(row);
    if (isEphemeral(snapshot, port)) ports[table.transport(row)].add(port);
  }
  const used = Math.max(ports.tcp.size, ports.udp.size);
  const size = host.ephemeral === null ? 1 : host.ephemeral.to - host.ephemeral.from + 1;
  return { used, share: used / size };
}

function toRecord(view: SocketView, listener: Listener) {
  return {
    port: listener.port,
    transport: listener.transport,
    service: listener.service?.name ?? null,
    exposure: listener.exposure,
    exposureReason: listener.exposureReason,
    dualStack: listener.dualStack,
    addresses: listener.addresses,
    owner: listener.ownership,
    processes: listener.processes.map(({ pid, name, uid, command, unit }) => ({
      pid,
      name,
      user: uid === null ? null : view.userOf(uid),
      command,
      unit,
    })),
    ephemeral: listener.ephemeral,
    findings: view.findingsOn(listener),
  };
}

const SECTIONS: readonly { readonly title: string; readonly note: string; readonly exposures: readonly Exposure[] }[] =
  [
    {
      title: 'REACHABLE FROM ANY ADDRESS',
      note: 'as far as the binding goes; a firewall may still refuse',
      exposures: ['wildcard', 'public'],
    },
    { title: 'REACHABLE FROM THE LOCAL NETWORK', note: '', exposures: ['private', 'link-local', 'unknown'] },
    { title: 'THIS HOST ONLY', note: '', exposures: ['loopback'] },
  ];

/** Ports shown one by one for a process; a farm of listeners is summed up. */
const PORTS_SHOWN = 6;
const INDENT = '  ';
const HOLDER_WIDTH = 44;

class GlanceScreen {
  readonly #view: SocketView;
  readonly #context: Context;

  constructor(view: SocketView, context: Context) {
    this.#view = view;
    this.#context = context;
  }

  *lines(): Generator<string> {
    const { snapshot, listeners } = this.#view;
    yield this.#summaryLine();
    const servers = listeners.filter((listener) => !isProbablyClient(listener));
    if (servers.length === 0) yield* ['', 'Nothing listens on this machine.'];
    for (const { title, note, exposures } of SECTIONS) {
      const inside = servers.filter((listener) => exposures.includes(listener.exposure));
      if (inside.length === 0) continue;
      yield '';
      yield this.#context.style.strong(title) + (note === '' ? '' : this.#context.style.dim(`   ${note}`));
      yield* this.#section(inside);
    }
    yield* this.#clients(listeners.filter(isProbablyClient));
    yield* this.#notes(snapshot);
    yield '';
    yield* this.#closing();
  }

  #summaryLine(): string {
    const { listening, connected, ephemeral, owners } = summarize(this.#view);
    const parts = [this.#context.style.strong(printable(hostname())), `${listening} listening, ${connected} connected`];
    if (ephemeral !== null) parts.push(`ephemeral ports ${formatShare(ephemeral.share)} used`);
    parts.push(
      owners.hidden === 0
        ? 'all owners visible'
        : `${owners.visible} of ${owners.visible + owners.hidden} owners visible`,
    );
    return parts.join(' · ');
  }

  /** Lines by port, the ports of one process next to each other: its lowest port decides where it stands. */
  *#section(listeners: readonly Listener[]): Generator<string> {
    const groups = new Map<string, Listener[]>();
    for (const listener of listeners) {
      const key = holderKey(listener);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [listener]);
      else group.push(listener);
    }
    const columns = { port: 0, service: 0 };
    for (const { port, transport, service } of listeners) {
      columns.port = Math.max(columns.port, `${port}/${transport}`.length);
      columns.service = Math.max(columns.service, (service?.name ?? '-').length);
    }
    for (const group of groups.values()) {
      const shown =
        group.length > PORTS_SHOWN ? group.filter((one) => this.#worst(one) !== null).slice(0, PORTS_SHOWN) : group;
      for (const [index, listener] of shown.entries()) yield* this.#listenerLine(listener, columns, index === 0);
      if (shown.length < group.length) yield this.#farmLine(group, shown.length, columns);
    }
  }

  *#listenerLine(
    listener: Listener,
    columns: { port: number; service: number },
    withHolder: boolean,
  ): Generator<string> {
    const { style, isTerminal, width } = this.#context;
    const { processes } = listener;
    const port = padEnd(`${listener.port}/${listener.transport}`, columns.port);
    const service = padEnd(listener.service?.name ?? '-', columns.service);
    const holder = withHolder || processes.length === 0 ? this.#holder(listener) : '"';
    const head = `${INDENT}${style.strong(port)}  ${service}  `;
    const headWidth = INDENT.length + columns.port + columns.service + 4;
    const worst = this.#worst(listener);
    if (worst === null) {
      yield head + (isTerminal ? cut(holder, width - headWidth) : holder);
      return;
    }
    const mark = compareSeverity(worst.severity, 'high') >= 0 ? '!!' : '! ';
    const paint = mark === '!!' ? style.danger : style.warning;
    const room = width - headWidth - HOLDER_WIDTH - 5;
    if (room >= 40) {
      const verdict = isTerminal ? cut(printable(worst.title), room) : printable(worst.title);
      yield `${head}${padEnd(cut(holder, HOLDER_WIDTH), HOLDER_WIDTH)}  ${paint(`${mark} ${verdict}`)}`;
      return;
    }
    yield head + cut(holder, width - headWidth);
    const indent = ' '.repeat(INDENT.length + 2);
    for (const line of wrap(`${mark} ${printable(worst.title)}`, width - indent.length)) yield indent + paint(line);
  }

  #farmLine(group: readonly Listener[], alreadyShown: number, columns: { port: number; service: number }): string {
    const ports = [...new Set(group.map((listener) => listener.port))].sort((a, b) => a - b);
    const summary = `${group.length - alreadyShown} ${alreadyShown > 0 ? 'more ' : ''}ports: ${formatRuns(ports)}`;
    const [first] = group;
    const holder = first === undefined || alreadyShown > 0 ? '' : `${this.#holder(first)}  `;
    const line = `${INDENT}${' '.repeat(columns.port)}  ${' '.repeat(columns.service)}  ${holder}${summary}`;
    return this.#context.isTerminal ? cut(line, this.#context.width) : line;
  }

  #worst(listener: Listener): Finding | null {
    return worstFinding(this.#view.findingsOn(listener));
  }

  /** `sshd · root · ssh.service · up 41 d` */
  #holder(listener: Listener): string {
    const [first] = listener.processes;
    if (first === undefined) {
      const user = this.#view.userOf(listener.uid) ?? `uid ${listener.uid}`;
      return `${OWNER_WORDS[listener.ownership]} · ${printable(user)}`;
    }
    const names = [...new Set(listener.processes.map((process) => printable(process.name)))].join(', ');
    const count = listener.processes.length > 1 ? ` (${listener.processes.length} processes)` : ` (${first.pid})`;
    const parts = [`${names}${count}`];
    if (first.uid !== null) parts.push(printable(this.#view.userOf(first.uid) ?? `uid ${first.uid}`));
    if (first.unit !== null) parts.push(printable(first.unit));
    const start = this.#view.startOf(first);
    if (start !== null) parts.push(`up ${formatAge(this.#view.snapshot.takenAt.getTime() - start.getTime())}`);
    return parts.join(' · ');
  }

  *#clients(clients: readonly Listener[]): Generator<string> {
    if (clients.length === 0) return;
    const counts = new Map<string, number>();
    for (const client of clients) {
      const name = client.processes[0]?.name ?? OWNER_WORDS[client.ownership];
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const names = [...counts].map(([name, count]) => (count > 1 ? `${printable(name)} (${count})` : printable(name)));
    yield '';
    yield this.#context.style.dim(
      `Also ${clients.length} UDP ${clients.length === 1 ? 'socket' : 'sockets'} on ephemeral ports, most likely clients: ${names.join(', ')}`,
    );
  }

  *#notes(snapshot: Snapshot): Generator<string> {
    const notes = [
      ...this.#view.snapshotFindings.map((finding) => `! ${printable(finding.title)}`),
      ...describeGaps(snapshot).map((gap) => `? ${gap}`),
    ];
    if (notes.length > 0) yield '';
    for (const note of notes) yield this.#context.style.warning(note);
  }

  *#closing(): Generator<string> {
    const looked = this.#view.listeners
      .filter((listener) => this.#worst(listener) !== null)
      .sort((a, b) => compareSeverity(severityOf(this.#worst(b)), severityOf(this.#worst(a))));
    const count = looked.length + this.#view.snapshotFindings.filter(deservesLook).length;
    const [worst] = looked;
    const commands = [
      worst === undefined ? 'portolan explain 22' : `portolan explain ${worst.port}`,
      count > 0 ? 'portolan sockets --risky' : 'portolan sockets -tulpn',
    ];
    yield `${count === 0 ? 'Nothing to look at' : `${count} to look at`}.   ${commands.join('   ')}`;
  }
}

function severityOf(finding: Finding | null): Finding['severity'] {
  return finding?.severity ?? 'info';
}

function holderKey(listener: Listener): string {
  if (listener.processes.length === 0) return `${listener.port}/${listener.transport}/${listener.uid}`;
  return listener.processes.map((process) => process.pid).join(',');
}

function formatShare(share: number): string {
  if (share === 0) return '0 %';
  return share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`;
}

/** Whole units, the largest that fits: `41 d`, `3 h`, `12 min`, `5 s`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** `4000-4099, 5001` from sorted ports. */
export function formatRuns(ports: readonly number[]): string {
  const runs: string[] = [];
  for (let at = 0; at < ports.length;) {
    let end = at;
    while (ports[end + 1] === (ports[end] ?? 0) + 1) end++;
    runs.push(end === at ? `${ports[at]}` : `${ports[at]}-${ports[end]}`);
    at = end + 1;
  }
  return runs.join(', ');
}
