/** Questions about listeners, verdicts, findings and sensors, computed row by row. */
import { protocolName } from '../net/protocol.ts';
import type { Arguments } from './arguments.ts';
import {
  addressKeys,
  distinct,
  earliest,
  exact,
  fits,
  greatest,
  groupBy,
  iso,
  latest,
  orNull,
  portAndTransport,
  sensorOf,
  within,
  type Oracle,
  type OracleRow,
} from './oracle.fixture.ts';
import type { FindingRow, ListenerRow, QuestionData, VerdictRow } from './question-data.fixture.ts';
import type { ResultRow } from './result-column.ts';
import { textOf } from './text.ts';
import { CONFIDENCES, LENSES, REACHES, SEVERITIES, VANTAGES, VERDICTS } from './words.ts';

interface Span {
  readonly rows: readonly [ListenerRow, ...ListenerRow[]];
  readonly first: number;
  readonly last: number;
  /** First and last snapshot of its sensor. */
  readonly oldest: number;
  readonly newest: number;
}

function spans(data: QuestionData, args: Arguments): Span[] {
  const fitting = data.listeners.filter((row) => fits(row, { ...args, since: 0 }) && within(row.addr, args.address));
  const groups = groupBy(
    fitting,
    ({ port, proto, sensor, addr, process }) => `${port} ${proto} ${sensor} ${addr.text} ${process}`,
  );
  return [...groups.values()].map((rows) => {
    const looks = data.listeners.filter(({ sensor, ts }) => sensor === rows[0].sensor && ts < args.until);
    return { rows, first: earliest(rows), last: latest(rows), oldest: earliest(looks), newest: latest(looks) };
  });
}

function listenerRow({ rows, first, last }: Span, data: QuestionData, before: readonly number[]): OracleRow {
  const [{ port, proto, addr, process, sensor }] = rows;
  return {
    keys: [...before, port, proto, sensor, ...addressKeys(addr), textOf(process).id],
    row: {
      ...portAndTransport(port, proto),
      address: addr.text,
      reach: REACHES[Math.max(...rows.map(({ reach }) => reach))] ?? '',
      process: orNull(process),
      unit: orNull(greatest(rows.map(({ unit }) => unit))),
      sensor: sensorOf(sensor, data),
      first: iso(first),
      last: iso(last),
    },
  };
}

export const listeners: Oracle = (data, args) =>
  spans(data, args)
    .filter(({ last, newest }) => last === newest)
    .map((span) => listenerRow(span, data, []));

export const newListeners: Oracle = (data, args) =>
  spans(data, args)
    .filter(({ first, oldest }) => first >= args.since && first > oldest)
    .map((span) => listenerRow(span, data, [-span.first]));

export const goneListeners: Oracle = (data, args) =>
  spans(data, args)
    .filter(({ last, newest }) => last >= args.since && last < newest)
    .map((span) => listenerRow(span, data, [-span.last]));

export const listenersOfPort: Oracle = (data, args) =>
  spans(data, args).map((span) => listenerRow(span, data, [-span.last]));

export const exposureHistory: Oracle = (data, args) =>
  [
    ...groupBy(
      data.listeners.filter((row) => fits(row, args)),
      ({ port, proto, sensor, reach, process }) => `${port} ${proto} ${sensor} ${reach} ${process}`,
    ).values(),
  ].map((rows) => {
    const [{ port, proto, sensor, reach, process }] = rows;
    return {
      keys: [port, proto, sensor, earliest(rows), reach, textOf(process).id],
      row: {
        ...portAndTransport(port, proto),
        sensor: sensorOf(sensor, data),
        reach: REACHES[reach] ?? '',
        process: orNull(process),
        first: iso(earliest(rows)),
        last: iso(latest(rows)),
        snapshots: distinct(rows, ({ ts }) => ts),
        addresses: distinct(rows, ({ addr }) => addr.text),
      },
    };
  });

interface Latest {
  readonly row: VerdictRow;
  readonly verdict: number;
  readonly service: string;
  readonly sensor: number;
  readonly at: number;
}

const keyOfVerdict = ({ addr, port, proto, check, vantage }: VerdictRow): string =>
  `${addr.text} ${port} ${proto} ${check} ${vantage}`;

function latestVerdicts(data: QuestionData, args: Arguments): Map<string, Latest> {
  const asked = data.verdicts.filter(
    (row) =>
      fits(row, args) && within(row.addr, args.address) && (args.check === null || textOf(row.check).id === args.check),
  );
  return new Map(
    [...groupBy(asked, keyOfVerdict)].map(([key, rows]) => {
      const at = latest(rows);
      const lastOnes = rows.filter(({ ts }) => ts === at);
      return [
        key,
        {
          row: rows[0],
          at,
          verdict: Math.max(...lastOnes.map(({ verdict }) => verdict)),
          service: greatest(lastOnes.map(({ service }) => service)),
          sensor: Math.max(...lastOnes.map(({ sensor }) => sensor)),
        },
      ];
    }),
  );
}

const verdictKeys = ({ addr, port, proto, check, vantage }: VerdictRow): (number | bigint)[] => [
  ...addressKeys(addr),
  port,
  proto,
  textOf(check).id,
  vantage,
];

export const verdicts: Oracle = (data, args) =>
  [...latestVerdicts(data, args).values()]
    .filter(({ verdict }) => args.verdict === null || verdict === args.verdict)
    .map(({ row, verdict, service, sensor, at }) => ({
      keys: verdictKeys(row),
      row: {
        address: row.addr.text,
        ...portAndTransport(row.port, row.proto),
        check: orNull(row.check),
        verdict: VERDICTS[verdict] ?? '',
        service: orNull(service),
        vantage: VANTAGES[row.vantage] ?? '',
        sensor: sensorOf(sensor, data),
        at: iso(at),
      },
    }));

export const fixedAndWorse: Oracle = (data, args) => {
  const before = latestVerdicts(data, { ...args, since: 0, until: args.since });
  const change = (was: number, is: number): number => {
    const [bad, good] = [new Set([3, 4]), new Set([1, 5, 6])];
    if (bad.has(was) && good.has(is)) return 1;
    return good.has(was) && bad.has(is) ? 2 : 0;
  };
  return [...latestVerdicts(data, args)].flatMap(([key, now]): OracleRow[] => {
    const was = before.get(key);
    if (was === undefined || was.verdict === now.verdict) return [];
    const number = change(was.verdict, now.verdict);
    return [
      {
        keys: [-number, -now.at, ...verdictKeys(now.row)],
        row: {
          change: ['changed', 'fixed', 'worse'][number] ?? '',
          address: now.row.addr.text,
          ...portAndTransport(now.row.port, now.row.proto),
          check: orNull(now.row.check),
          before: VERDICTS[was.verdict] ?? '',
          now: VERDICTS[now.verdict] ?? '',
          vantage: VANTAGES[now.row.vantage] ?? '',
          beforeAt: iso(was.at),
          nowAt: iso(now.at),
        },
      },
    ];
  });
};

export const findings: Oracle = (data, args) => {
  const asked = data.findings.filter(
    (row) =>
      fits(row, args) &&
      within(row.src, args.source) &&
      within(row.dst, args.destination) &&
      (args.rule === null || textOf(row.rule).id === args.rule) &&
      (args.lens === null || row.lens === args.lens),
  );
  const keyOf = ({ rule, lens, src, dst, port, proto, sensor }: FindingRow): string =>
    `${rule} ${lens} ${src.text} ${dst.text} ${port} ${proto} ${sensor}`;
  return [...groupBy(asked, keyOf).values()].flatMap((rows): OracleRow[] => {
    const [{ rule, lens, src, dst, port, proto, sensor }] = rows;
    const at = latest(rows);
    const lastOnes = rows.filter(({ ts }) => ts === at);
    const severity = Math.max(...lastOnes.map((row) => row.severity));
    if (severity < args.severity) return [];
    return [
      {
        keys: [-severity, -at, textOf(rule).id, lens, ...addressKeys(src), ...addressKeys(dst), port, proto, sensor],
        row: {
          severity: SEVERITIES[severity] ?? '',
          confidence: CONFIDENCES[Math.max(...lastOnes.map(({ confidence }) => confidence))] ?? '',
          title: greatest(lastOnes.map(({ title }) => title)),
          rule,
          lens: LENSES[lens] ?? '',
          source: src.text === '::' ? null : src.text,
          destination: dst.text === '::' ? null : dst.text,
          port: port === 0 ? null : port,
          transport: protocolName(proto),
          events: exact(rows.reduce((most, { events }) => (events > most ? events : most), 0n)),
          sensor: sensorOf(sensor, data),
          first: iso(Math.min(...rows.map(({ firstTs }) => firstTs))),
          last: iso(at),
        },
      },
    ];
  });
};

export const sensors: Oracle = (data, args) => {
  const tables = { events: data.events, listeners: data.listeners, verdicts: data.verdicts, findings: data.findings };
  const numbers = [0, 1, 2, 3].filter((number) => args.sensor === null || args.sensor === number);
  return numbers.flatMap((number): OracleRow[] => {
    const row: Record<string, ResultRow[string]> = { sensor: sensorOf(number, data) };
    let total = 0;
    for (const [name, rows] of Object.entries(tables)) {
      const own = rows.filter(({ sensor, ts }) => sensor === number && ts >= args.since && ts < args.until);
      total += own.length;
      row[name] = own.length;
      row[`last${name[0]?.toUpperCase()}${name.slice(1)}`] = own.length === 0 ? null : iso(latest(own));
    }
    return total === 0 ? [] : [{ keys: [number], row }];
  });
};
