import { exposureOf, formatLocalAddress, type Exposure } from '../sockets/exposure.ts';
import { isProbablyClient, type Listener } from '../sockets/listener.ts';
import type { ProcessInfo } from '../sockets/process-info.ts';
import type { SocketView } from '../sockets/socket-row.ts';
import { textOf, type Text } from '../store/text.ts';
import { PROTOCOL_CODES, REACH_CODES } from './codes.ts';
import { addressColumns, batchesOf, type Row, type UnnumberedBatch } from './row-batches.ts';

/** A socket that waits for others, as a snapshot of now or a saved document has it. */
export interface SeenListener {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  /** What it is bound to: `0.0.0.0`, `::1`. */
  readonly address: string;
  readonly exposure: Exposure;
  /** Those that hold it; empty where they may not be seen. */
  readonly processes: readonly Pick<ProcessInfo, 'name' | 'unit' | 'container'>[];
}

/** Digits of a container's id that people and tools show. */
const SHORT_ID = 12;

/**
 * What listens at a time, in milliseconds since 1970, as rows of `listeners`: one for each address, port and holder, however many
 * sockets share them by SO_REUSEPORT.
 */
export function listenerBatches(at: number, listeners: Iterable<SeenListener>): UnnumberedBatch[] {
  const rows = new Map<string, Row>();
  for (const { transport, port, address, exposure, processes } of listeners) {
    const process = namesOf(processes.map(({ name }) => name));
    const unit = namesOf(processes.map(placeOf));
    const reach = REACH_CODES[exposure];
    const key = `${transport} ${port} ${address} ${process.id} ${unit.id} ${reach}`;
    rows.set(key, {
      ts: at,
      ...addressColumns('addr', address),
      process_text: process,
      unit_text: unit,
      port,
      proto: PROTOCOL_CODES[transport],
      reach,
    });
  }
  return batchesOf('listeners', rows.values());
}

/**
 * The listeners of a snapshot. UDP sockets that are most likely clients waiting for an answer are left out: they come and go by the
 * hundred, and none of them is a new service.
 */
export function* listenersOf({ snapshot, listeners }: SocketView): Generator<SeenListener> {
  for (const listener of listeners) {
    if (isProbablyClient(listener)) continue;
    yield* socketsOf(listener, snapshot);
  }
}

function* socketsOf(listener: Listener, { table, namespace }: SocketView['snapshot']): Generator<SeenListener> {
  const { transport, port, processes } = listener;
  for (const row of listener.rows) {
    const address = formatLocalAddress(table, row);
    yield { transport, port, address, exposure: exposureOf(table, row, namespace !== null), processes };
  }
}

/** The container, by its name where that is known: an id is another one after every start. */
function placeOf({ unit, container }: SeenListener['processes'][number]): string {
  if (container === null) return unit ?? '';
  const kind = container.runtime === 'unknown' ? 'container' : container.runtime;
  return `${kind} ${container.name ?? container.id.slice(0, SHORT_ID)}`;
}

/** Sorted, so that the same holders have the same text whatever their pids. */
function namesOf(names: readonly string[]): Text {
  return textOf(
    [...new Set(names)]
      .filter((name) => name !== '')
      .sort()
      .join(', '),
  );
}
