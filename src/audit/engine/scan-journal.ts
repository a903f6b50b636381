import { createHash } from 'node:crypto';
import { formatPortRange } from '../../net/port.ts';
import type { PortState } from '../result.ts';
import type { ScannedPort, ScanTarget } from './scan.ts';

/** What a journal belongs to: the same targets and ports in the same order. */
export interface ScanPlan {
  readonly targets: readonly Pick<ScanTarget, 'address' | 'ports'>[];
  readonly seed: number;
}

const SCHEMA = 'portolan/scan-journal@1';
const STATES: readonly string[] = ['open', 'closed', 'filtered', 'no-answer'] satisfies PortState[];
/** Longer text of a state is cut: a journal is read again, and stays small. */
const MAX_BECAUSE = 200;

/** The first line of a journal. What people read in it is cut; the key is of all of it. */
export function journalHead(plan: ScanPlan, startedAt: Date): string {
  const targets = plan.targets.slice(0, 100).map(({ address, ports }) => `${address} ${shortPorts(ports)}`);
  return `${JSON.stringify({ schema: SCHEMA, key: keyOf(plan), startedAt: startedAt.toISOString(), targets })}\n`;
}

/** One line for each address, state and reason among the results. */
export function journalLines(batch: readonly ScannedPort[]): string {
  const groups = new Map<string, { readonly first: ScannedPort; readonly ports: number[] }>();
  for (const result of batch) {
    const name = `${result.address} ${result.state} ${result.because}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { first: result, ports: [result.port] });
    else group.ports.push(result.port);
  }
  let text = '';
  for (const { first, ports } of groups.values()) {
    const { address, state } = first;
    text += `${JSON.stringify({ address, state, because: first.because.slice(0, MAX_BECAUSE), ports })}\n`;
  }
  return text;
}

/**
 * What a journal holds, or a sentence why it cannot be gone on with. A line that was torn when the machine stopped, or is
 * damaged, is passed over: its ports are asked again. Later lines hold over earlier ones.
 */
export function readJournal(text: string, plan: ScanPlan): readonly ScannedPort[] | string {
  const [head = '', ...lines] = text.split('\n');
  const first = parseObject(head);
  if (first?.['schema'] !== SCHEMA) return 'It is no journal of a scan, or its first line is damaged.';
  if (first['key'] !== keyOf(plan)) {
    return `It belongs to a scan of other targets or ports${describe(first['targets'])}.`;
  }
  const planned = new Map(plan.targets.map(({ address, ports }) => [address, new Set(ports)]));
  const decided = new Map<string, ScannedPort>();
  for (const line of lines) {
    const { address, state, because, ports } = parseObject(line) ?? {};
    if (typeof address !== 'string' || typeof because !== 'string' || !isState(state) || !Array.isArray(ports))
      continue;
    const known = planned.get(address);
    for (const port of ports as readonly unknown[]) {
      if (typeof port !== 'number' || known?.has(port) !== true) continue;
      decided.set(`${address} ${port}`, { address, port, state, because: because.slice(0, MAX_BECAUSE) });
    }
  }
  return [...decided.values()];
}

/** The most bytes a journal of the plan can have: each port is written twice at most, once as silent. */
export function maxJournalBytes({ targets }: ScanPlan): number {
  const ports = targets.reduce((sum, each) => sum + each.ports.length, 0);
  return 64 * 1024 + ports * 2 * (MAX_BECAUSE + 150);
}

function keyOf({ targets, seed }: ScanPlan): string {
  const hash = createHash('sha256').update(`${seed}\n`);
  for (const { address, ports } of targets) {
    hash.update(`${address}\n`).update(Uint16Array.from(new Set(ports)).sort());
  }
  return hash.digest('hex');
}

function shortPorts(ports: readonly number[]): string {
  const sorted = Uint16Array.from(new Set(ports)).sort();
  const ranges: { from: number; to: number }[] = [];
  for (const port of sorted) {
    const last = ranges.at(-1);
    if (last?.to === port - 1) last.to = port;
    else ranges.push({ from: port, to: port });
  }
  const shown = ranges.slice(0, 20).map(formatPortRange).join(',');
  return ranges.length > 20 ? `${shown}, and more` : shown;
}

function describe(targets: unknown): string {
  if (!Array.isArray(targets) || typeof targets[0] !== 'string') return '';
  // The file may be anybody's: only what an address and its ports are written with is shown.
  const shown = targets[0].replace(/[^0-9A-Za-z:.,%_ -]/g, '').slice(0, 100);
  return targets.length === 1 ? ` (${shown})` : ` (${shown} and ${targets.length - 1} more)`;
}

function isState(value: unknown): value is PortState {
  return typeof value === 'string' && STATES.includes(value);
}

function parseObject(line: string): Readonly<Record<string, unknown>> | null {
  if (!line.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
