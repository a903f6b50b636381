/** Questions about events, computed row by row. */
import type { Arguments } from './arguments.ts';
import {
  addressKeys,
  distinct,
  earliest,
  exact,
  fits,
  groupBy,
  iso,
  latest,
  portAndTransport,
  sensorOf,
  within,
  WITH_PORTS,
  type Oracle,
  type OracleRow,
} from './oracle.fixture.ts';
import { DAY, HOUR, type Address, type EventRow, type QuestionData } from './question-data.fixture.ts';
import type { ResultRow } from './result-column.ts';
import { ACTIONS } from './words.ts';

function select({ events }: QuestionData, args: Arguments): EventRow[] {
  return events.filter(
    (event) =>
      fits({ ...event, port: event.dport }, args) &&
      within(event.src, args.source) &&
      within(event.dst, args.destination) &&
      (args.action === null || event.action === args.action),
  );
}

const withPorts = (events: readonly EventRow[]): EventRow[] => events.filter(({ proto }) => WITH_PORTS.has(proto));

const isDropped = ({ action }: EventRow): boolean => action === 2 || action === 3;
const dropped = (events: readonly EventRow[]): number => events.filter(isDropped).length;
const bytes = (events: readonly EventRow[]): number | string => exact(events.reduce((sum, one) => sum + one.bytes, 0n));
const packets = (events: readonly EventRow[]): number => events.reduce((sum, one) => sum + one.packets, 0);
const hosts = (events: readonly EventRow[]): number => distinct(events, ({ dst }) => dst.text);
const ports = (events: readonly EventRow[]): number => distinct(events, ({ dport, proto }) => `${dport} ${proto}`);
const targets = (events: readonly EventRow[]): number =>
  distinct(events, ({ dst, dport, proto }) => `${dst.text} ${dport} ${proto}`);
const firstAndLast = (events: readonly EventRow[]): ResultRow => ({
  first: iso(earliest(events)),
  last: iso(latest(events)),
});

type Group = readonly [EventRow, ...EventRow[]];

const bySource = (events: readonly EventRow[]): Group[] => [...groupBy(events, ({ src }) => src.text).values()];
const byPort = (events: readonly EventRow[]): Group[] => [
  ...groupBy(events, ({ dport, proto }) => `${dport} ${proto}`).values(),
];

export const topPorts: Oracle = (data, args) =>
  byPort(withPorts(select(data, args))).map((group) => {
    const [{ dport, proto }] = group;
    return {
      keys: [-group.length, dport, proto],
      row: {
        ...portAndTransport(dport, proto),
        events: group.length,
        dropped: dropped(group),
        sources: distinct(group, ({ src }) => src.text),
        bytes: bytes(group),
        last: iso(latest(group)),
      },
    };
  });

/** Of sources, and of destinations, by how much there was. */
function top(groups: readonly Group[], name: string, end: (event: EventRow) => Address, others: string): OracleRow[] {
  return groups.map((group) => ({
    keys: [-group.length, ...addressKeys(end(group[0]))],
    row: {
      [name]: end(group[0]).text,
      events: group.length,
      dropped: dropped(group),
      [others]: others === 'hosts' ? hosts(group) : distinct(group, ({ src }) => src.text),
      bytes: bytes(group),
      ...firstAndLast(group),
    },
  }));
}

export const topSources: Oracle = (data, args) =>
  top(bySource(select(data, args)), 'source', ({ src }) => src, 'hosts');

export const topDestinations: Oracle = (data, args) =>
  top([...groupBy(select(data, args), ({ dst }) => dst.text).values()], 'destination', ({ dst }) => dst, 'sources');

export const whoScanned: Oracle = (data, args) =>
  bySource(withPorts(select(data, args)))
    .filter((group) => targets(group) >= args.minTargets)
    .map((group) => ({
      keys: [-targets(group), -group.length, ...addressKeys(group[0].src)],
      row: {
        source: group[0].src.text,
        targets: targets(group),
        ports: ports(group),
        hosts: hosts(group),
        events: group.length,
        dropped: dropped(group),
        ...firstAndLast(group),
      },
    }));

export const portsPerSource: Oracle = (data, args) =>
  bySource(withPorts(select(data, args)))
    .filter((group) => ports(group) >= args.minPorts)
    .map((group) => ({
      keys: [-ports(group), -group.length, ...addressKeys(group[0].src)],
      row: { source: group[0].src.text, ports: ports(group), events: group.length, last: iso(latest(group)) },
    }));

export const firstSeen: Oracle = (data, args) =>
  [...groupBy(withPorts(select(data, args)), ({ dst, dport, proto }) => `${dst.text} ${dport} ${proto}`).values()].map(
    (group) => {
      const [{ dst, dport, proto }] = group;
      return {
        keys: [-earliest(group), ...addressKeys(dst), dport, proto],
        row: {
          destination: dst.text,
          ...portAndTransport(dport, proto),
          ...firstAndLast(group),
          events: group.length,
        },
      };
    },
  );

export const newPorts: Oracle = (data, args) =>
  byPort(withPorts(select(data, { ...args, since: 0 })))
    .filter((group) => earliest(group) >= args.since)
    .map((group) => {
      const [{ dport, proto }] = group;
      const first = earliest(group);
      return {
        keys: [-group.length, dport, proto],
        row: {
          ...portAndTransport(dport, proto),
          first: iso(first - (first % HOUR)),
          events: group.length,
          packets: packets(group),
        },
      };
    });

export const timeline: Oracle = (data, args) =>
  [...groupBy(select(data, args), ({ ts }) => String(Math.floor(ts / args.bucket))).values()].map((group) => {
    const from = Math.floor(group[0].ts / args.bucket) * args.bucket;
    return {
      keys: [from],
      row: { from: iso(from), events: group.length, dropped: dropped(group), packets: packets(group) },
    };
  });

export const daysOfPort: Oracle = (data, args) => timeline(data, { ...args, bucket: DAY });

export const sourceHistory: Oracle = (data, args) =>
  select(data, args).map((event) => ({
    keys: [
      -event.ts,
      ...addressKeys(event.src),
      ...addressKeys(event.dst),
      event.dport,
      event.proto,
      event.sport,
      event.action,
      event.packets,
      event.bytes,
      event.sensor,
    ],
    row: {
      at: iso(event.ts),
      source: event.src.text,
      sourcePort: portAndTransport(event.sport, event.proto).port,
      destination: event.dst.text,
      ...portAndTransport(event.dport, event.proto),
      action: ACTIONS[event.action] ?? '',
      packets: event.packets,
      bytes: exact(event.bytes),
      sensor: sensorOf(event.sensor, data),
    },
  }));

export const coordinated: Oracle = (data, args) => {
  const networkOf = ({ src }: EventRow): string => {
    if (!src.text.includes(':')) return src.text.replace(/\d+$/, '0');
    return String(src.hi);
  };
  return [...groupBy(withPorts(select(data, args)), networkOf).values()].flatMap((group): OracleRow[] => {
    const [{ src }] = group;
    const isIPv4 = !src.text.includes(':');
    const pairs = distinct(group, (event) => `${event.src.text} ${event.dport} ${event.proto}`);
    const sources = distinct(group, (event) => event.src.text);
    if (sources < args.minSources || ports(group) < args.minPorts || pairs > 1.5 * ports(group)) return [];
    const network = isIPv4 ? networkOf(group[0]) : networkOfIPv6(src);
    return [
      {
        keys: [-ports(group), -sources, src.hi, isIPv4 ? src.lo - (src.lo % 256n) : 0n],
        row: { network, sources, ports: ports(group), pairs, events: group.length, ...firstAndLast(group) },
      },
    ];
  });
};

/** The generated ones are written so that it can be cut off. */
function networkOfIPv6({ text }: Address): string {
  return text.replace(/::[0-9a-f]*$/, '::');
}

export const slowScans: Oracle = (data, args) =>
  bySource(withPorts(select(data, args))).flatMap((group): OracleRow[] => {
    const days = distinct(group, ({ ts }) => Math.floor(ts / DAY));
    if (days < args.minDays || targets(group) < args.minTargets || group.length > days * args.maxEvents) return [];
    return [
      {
        keys: [-days, -targets(group), ...addressKeys(group[0].src)],
        row: {
          source: group[0].src.text,
          days,
          targets: targets(group),
          ports: ports(group),
          hosts: hosts(group),
          events: group.length,
          ...firstAndLast(group),
        },
      },
    ];
  });

export const gotThrough: Oracle = (data, args) =>
  bySource(withPorts(select(data, args))).flatMap((group): OracleRow[] => {
    const passed = group.filter(({ action }) => action === 1 || action === 4).length;
    if (passed === 0 || dropped(group) < args.minDropped) return [];
    return [
      {
        keys: [-passed, -dropped(group), ...addressKeys(group[0].src)],
        row: {
          source: group[0].src.text,
          passed,
          dropped: dropped(group),
          ports: ports(group),
          events: group.length,
          ...firstAndLast(group),
        },
      },
    ];
  });

export const actions: Oracle = (data, args) =>
  [...groupBy(select(data, args), ({ action }) => String(action)).values()].map((group) => ({
    keys: [-group.length, group[0].action],
    row: { action: ACTIONS[group[0].action] ?? '', events: group.length, packets: packets(group) },
  }));

export const noisePorts: Oracle = (data, args) => {
  const portOf = ({ dport, proto }: EventRow): number => (WITH_PORTS.has(proto) ? dport : 0);
  const groups = groupBy(select(data, args).filter(isDropped), (event) => `${portOf(event)} ${event.proto}`);
  return [...groups.values()].map((group) => {
    const last = latest(group);
    return {
      keys: [-group.length, portOf(group[0]), group[0].proto],
      row: {
        ...portAndTransport(group[0].dport, group[0].proto),
        events: group.length,
        packets: packets(group),
        lastHour: iso(last - (last % HOUR)),
      },
    };
  });
};
