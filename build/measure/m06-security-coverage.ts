import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { formatPortKey, parsePort, type PortKey } from '../../src/net/port.ts';
import { isTransport } from '../../src/net/transport.ts';
import { coverageOf } from './coverage.ts';
import { recordShare, skipped, type Figure, type Measure } from './figure.ts';
import { besideCheckout, builtKnowledge } from './ground.ts';

type Row = Readonly<Record<string, string>>;

/** A list of ports that somebody's security tool watches, and how to read a row of it. */
interface Stick {
  readonly name: string;
  readonly file: string;
  keys(row: Row): PortKey[];
}

const STICKS: readonly Stick[] = [
  {
    name: 'ports in fixed-port rules of ET Open (2019-02)',
    file: 'data/ids/et-open-fixed-ports.2019-02.csv',
    // Only `udp` rules speak of UDP: the others name TCP itself or a protocol over it.
    keys: (row) => keysOf(`${row['src_port']},${row['dst_port']}`, row['app_proto'] === 'udp' ? 'udp' : 'tcp'),
  },
  {
    name: 'ports that answer with more than they get (TA14-017A, AMP-Research)',
    file: 'data/ids/udp-amplification.csv',
    keys: (row) => keysOf(row['port'] ?? '', row['transport'] ?? ''),
  },
  {
    name: 'ports on which Zeek, tcpdump or fingerprintx expect a protocol',
    file: 'data/ids/detector-default-ports.csv',
    keys: (row) => keysOf(row['port'] ?? '', row['proto'] ?? ''),
  },
];

const KEV = 'data/ids/cisa-kev-compact.2025-08-25.csv';

/** How much of what security tools watch the knowledge base has something hand-written on. Never averaged. */
export const securityCoverage: Measure = {
  id: 'M6',
  title: 'what security tools watch: ports with a dossier, a program on record or an amplification factor',
  run() {
    const knowledge = builtKnowledge();
    return [
      ...STICKS.flatMap((stick) => {
        const file = besideCheckout(stick.file);
        return file === null
          ? [skipped(stick.name, `../shared/${stick.file} is not there`)]
          : watchedFigures(
              knowledge,
              stick.name,
              readRows(file).flatMap((row) => stick.keys(row)),
            );
      }),
      ...exploitedFigures(knowledge),
      skipped(
        'ports of rkhunter, PortSentry and the Snort GPL rules',
        'their lists are not at hand; they are GPL and may not be kept here',
      ),
    ];
  },
};

export function watchedFigures(knowledge: Knowledge, name: string, keys: readonly PortKey[]): Figure[] {
  const distinct = [...new Map(keys.map((key) => [formatPortKey(key), key])).values()];
  const covered = distinct.map((key) => coverageOf(knowledge, key.from, key.transport));
  const some = covered.filter(({ dossier, program, amplification }) => dossier !== null || program || amplification);
  const count = (has: (one: (typeof covered)[number]) => boolean): number => covered.filter(has).length;
  const parts = [
    `${count(({ dossier }) => dossier === 'port')} a dossier`,
    `${count(({ dossier }) => dossier === 'range')} one about more than 100 ports`,
    `${count(({ program }) => program)} a program on record`,
    `${count(({ amplification }) => amplification)} an amplification factor`,
  ];
  return [
    recordShare(name, some.length, covered.length, {
      note: `${parts.join(', ')}; ${count(({ registered }) => registered)} are registered.`,
      list: covered
        .filter((one) => !some.includes(one))
        .map(({ key }) => `nothing hand-written: ${formatPortKey(key)}`),
    }),
  ];
}

/** CISA's catalogue names no ports, so coverage of it means nothing; but who calls a CVE exploited must be right. */
function exploitedFigures(knowledge: Knowledge): Figure[] {
  const file = besideCheckout(KEV);
  const what = "CVEs of dossiers marked as exploited that are in CISA's catalogue of 2025-08-25";
  if (file === null) return [skipped(what, `../shared/${KEV} is not there`)];
  const catalogue = new Set(readRows(file).map((row) => row['cve']));
  const named = [...knowledge.dossiers()].flatMap((dossier) => dossier.vulnerabilities);
  const marked = new Set(named.filter(({ exploited }) => exploited).map(({ id }) => id));
  const unmarked = new Set(named.filter(({ id, exploited }) => !exploited && catalogue.has(id)).map(({ id }) => id));
  const confirmed = [...marked].filter((id) => catalogue.has(id));
  return [
    recordShare(what, confirmed.length, marked.size, {
      note: 'The catalogue names no ports. A CVE that is not in it may have been added since.',
      list: [
        ...[...marked].filter((id) => !catalogue.has(id)).map((id) => `marked, not in the catalogue: ${id}`),
        ...[...unmarked].map((id) => `in the catalogue, not marked: ${id}`),
      ],
    }),
  ];
}

/** Single ports of a field such as `21,25` or `27960;26000`. Ranges and negations say where a rule looks, not what for. */
export function keysOf(field: string, transport: string): PortKey[] {
  if (!isTransport(transport)) return [];
  return field
    .split(/[,;]/)
    .map((part) => parsePort(part.trim()))
    .filter((port) => port !== null)
    .map((port) => ({ from: port, to: port, transport }));
}

function readRows(file: string): Row[] {
  return parse(readFileSync(file, 'utf8'), { columns: true });
}
