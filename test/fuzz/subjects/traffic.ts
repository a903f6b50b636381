import { Clock } from '../../../src/traffic/decoders/clock.ts';
import { isCapture, type LineFormat, type TrafficFormat } from '../../../src/traffic/decoders/decoder.ts';
import { findFormat, headOf } from '../../../src/traffic/decoders/find-format.ts';
import { FORMATS } from '../../../src/traffic/decoders/formats.ts';
import { InputDecoder } from '../../../src/traffic/decoders/input-decoder.ts';
import { NetflowDatagrams } from '../../../src/traffic/decoders/netflow/netflow.ts';
import { EventBatch } from '../../../src/traffic/event-batch.ts';
import { FlowAssembler } from '../../../src/traffic/flows/flow-assembler.ts';
import { StateFault, StateReader } from '../../../src/traffic/state/state-reader.ts';
import { StateWriter } from '../../../src/traffic/state/state-writer.ts';
import { Broken, refusing } from '../target.ts';

const NOW = 1_790_000_000;
const LINE_FORMATS = FORMATS.filter((one): one is LineFormat => one.kind === 'line');

/** Decodes an input that comes in two pieces; packets become flows. */
export function decodeAs(format: TrafficFormat, bytes: Uint8Array): void {
  let packets = 0;
  const flows = isCapture(format)
    ? new FlowAssembler(
        () => undefined,
        new EventBatch(() => undefined).addresses,
        new EventBatch(() => undefined).labels,
        64,
      )
    : null;
  const batch = new EventBatch((full) => {
    packets += full.length;
    flows?.take(full);
  });
  const others = format.kind === 'line' ? LINE_FORMATS.filter((one) => one !== format) : [];
  const decoder = new InputDecoder(format, others, { clock: new Clock(NOW, () => 0) }, batch);
  const cut = (bytes[bytes.length >> 1] ?? 0) % (bytes.length + 1);
  decoder.push(bytes.subarray(0, cut));
  decoder.push(bytes.subarray(cut));
  decoder.end();
  batch.flush();
  flows?.flush();
  const { totals } = decoder;
  if (totals.bytes !== bytes.length) throw new Broken(`${bytes.length} bytes were counted as ${totals.bytes}`);
  if (format.kind !== 'line') return;
  const foreign = [...totals.foreign.values()].reduce((sum, count) => sum + count, 0);
  const taken = totals.records - totals.silent - totals.malformed - foreign;
  if (taken < 0) throw new Broken(`${-taken} records were counted twice`);
  // Every line is an event, or is counted as what it is instead.
  if (packets < taken) throw new Broken(`${taken - packets} lines are nowhere`);
}

/** The format by which the program would read it; null where it would not. */
function formatOf(bytes: Uint8Array): TrafficFormat | null {
  return findFormat(headOf(Buffer.from(bytes), 'fuzz.log'), FORMATS)?.format ?? null;
}

export function decodeAny(bytes: Uint8Array): void {
  const format = formatOf(bytes);
  if (format !== null) decodeAs(format, bytes);
}

/** Datagrams one after another, each with its length before it, and a state saved and loaded between them. */
export function listenToNetflow(bytes: Uint8Array): void {
  let reader = new NetflowDatagrams();
  const batch = new EventBatch(() => undefined);
  for (let at = 0; at < bytes.length;) {
    const length = 1 + (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
    reader.read(bytes.subarray(at + 2, at + 2 + length), `192.0.2.${length & 3}`, batch);
    at += 2 + length;
    const writer = new StateWriter();
    reader.save(writer);
    reader = new NetflowDatagrams();
    reader.load(new StateReader(writer.toBytes()));
  }
}

export const loadNetflowState = refusing((bytes) => {
  const reader = new StateReader(bytes);
  new NetflowDatagrams().load(reader);
  reader.end();
}, StateFault);
