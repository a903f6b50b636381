import { hostname } from 'node:os';
import { compareSeverity, deservesLook, worstFinding, type Finding } from '../../../findings/finding.ts';
import type { Exposure } from '../../../sockets/exposure.ts';
import { isProbablyClient, matchProcess, type Listener } from '../../../sockets/listener.ts';
import type { Snapshot } from '../../../sockets/snapshot.ts';
import { NO_UID } from '../../../sockets/socket-table.ts';
import type { SocketView } from '../../../sockets/socket-row.ts';
import type { Context } from '../../context.ts';
import { wrap } from '../../wrap.ts';
import { printable } from '../../printable.ts';
import { cut, padEnd, widthOf } from '../../width.ts';
import { describeGaps } from '../../../sockets/gaps.ts';
import { describeContainer } from '../../snapshot/container-words.ts';
import { OWNER_WORDS } from '../../snapshot/owner-words.ts';
import { summarize } from '../../../sockets/summary.ts';
import { formatAge, formatRuns, formatShare } from './words.ts';

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
const VERDICT_INDENT = '      ';

/** The opening screen: a summary, the listeners by how far they reach, what could not be seen, what to type next. */
export class GlanceScreen {
  readonly #view: SocketView;
  readonly #since: string | null;
  readonly #context: Context;

  constructor(view: SocketView, since: string | null, context: Context) {
    this.#view = view;
    this.#since = since;
    this.#context = context;
  }

  *lines(): Generator<string> {
    const { snapshot, listeners } = this.#view;
    yield this.#summaryLine();
    const servers = listeners.filter((listener) => !isProbablyClient(listener));
    if (servers.length === 0) yield* ['', 'Nothing listens on this machine.'];
    const columns = measureColumns(servers);
    for (const { title, note, exposures } of SECTIONS) {
      const inside = servers.filter((listener) => exposures.includes(listener.exposure));
      if (inside.length === 0) continue;
      yield '';
      const fits = note !== '' && title.length + 3 + note.length <= this.#context.width;
      yield this.#context.style.strong(title) + (fits ? this.#context.style.dim(`   ${note}`) : '');
      yield* this.#section(inside, columns);
    }
    yield* this.#clients(listeners.filter(isProbablyClient));
    yield* this.#notes(snapshot);
    yield '';
    if (this.#since !== null) yield this.#since;
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
  *#section(listeners: readonly Listener[], columns: Columns): Generator<string> {
    const groups = new Map<string, Listener[]>();
    for (const listener of listeners) {
      const key = holderKey(listener);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [listener]);
      else group.push(listener);
    }
    for (const group of groups.values()) {
      const shown =
        group.length > PORTS_SHOWN ? group.filter((one) => this.#worst(one) !== null).slice(0, PORTS_SHOWN) : group;
      for (const [index, listener] of shown.entries()) yield* this.#listenerLine(listener, columns, index === 0);
      if (shown.length < group.length) {
        yield this.#farmLine(
          group.filter((one) => !shown.includes(one)),
          shown.length > 0,
          columns,
        );
      }
    }
  }

  *#listenerLine(listener: Listener, columns: Columns, withHolder: boolean): Generator<string> {
    const { style, isTerminal, width } = this.#context;
    const { processes } = listener;
    const port = padEnd(`${listener.port}/${listener.transport}`, columns.port);
    const service = padEnd(serviceWord(listener), columns.service);
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
    const verdict = `${mark} ${printable(worst.title)}`;
    if (headWidth + HOLDER_WIDTH + 2 + widthOf(verdict) <= width) {
      const beside = isTerminal ? cut(holder, HOLDER_WIDTH) : holder;
      yield `${head}${padEnd(beside, HOLDER_WIDTH)}  ${paint(verdict)}`;
      return;
    }
    yield head + cut(holder, width - headWidth);
    for (const [index, line] of wrap(verdict, width - VERDICT_INDENT.length - 3).entries()) {
      yield VERDICT_INDENT + (index === 0 ? '' : '   ') + paint(line);
    }
  }

  /** Sums up the ports of a process that are not shown one by one. */
  #farmLine(rest: readonly Listener[], holderShown: boolean, columns: Columns): string {
    const ports = [...new Set(rest.map((listener) => listener.port))].sort((a, b) => a - b);
    const summary = `${ports.length} ${holderShown ? 'more ' : ''}ports: ${formatRuns(ports)}`;
    const [first] = rest;
    const holder = first === undefined || holderShown ? '' : `${this.#holder(first)}  `;
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
      if (listener.uid === NO_UID) return OWNER_WORDS[listener.ownership];
      const user = this.#view.userOf(listener.uid) ?? `uid ${listener.uid}`;
      return `${OWNER_WORDS[listener.ownership]} · ${printable(user)}`;
    }
    const names = [...new Set(listener.processes.map((process) => printable(process.name)))].join(', ');
    const count = listener.processes.length > 1 ? ` (${listener.processes.length} processes)` : ` (${first.pid})`;
    const parts = [`${names}${count}`];
    if (first.uid !== null) parts.push(printable(this.#view.userOf(first.uid) ?? `uid ${first.uid}`));
    if (first.container !== null) parts.push(printable(describeContainer(first.container)));
    else if (first.unit !== null) parts.push(printable(first.unit));
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
    const muted = this.#view.muted === 0 ? '' : `, ${this.#view.muted} muted by your notes`;
    yield `${count === 0 ? 'Nothing to look at' : `${count} to look at`}${muted}.   ${commands.join('   ')}`;
  }
}

interface Columns {
  readonly port: number;
  readonly service: number;
}

/** Widths that fit every listener, so that the sections line up. */
function measureColumns(listeners: readonly Listener[]): Columns {
  return {
    port: Math.max(0, ...listeners.map(({ port, transport }) => `${port}/${transport}`.length)),
    service: Math.max(0, ...listeners.map((listener) => serviceWord(listener).length)),
  };
}

function severityOf(finding: Finding | null): Finding['severity'] {
  return finding?.severity ?? 'info';
}

/** The service the port is known for; a question mark where only the number speaks for it, or the process against. */
function serviceWord(listener: Listener): string {
  const { service } = listener;
  if (service === null) return '-';
  const name = printable(service.name);
  return service.source === 'registry' || matchProcess(listener) === 'another' ? `${name}?` : name;
}

function holderKey(listener: Listener): string {
  if (listener.processes.length === 0) return `${listener.port}/${listener.transport}/${listener.uid}`;
  return listener.processes.map((process) => process.pid).join(',');
}
