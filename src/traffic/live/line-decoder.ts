import { Clock } from '../decoders/clock.ts';
import { isCapture, type LineFormat, type TrafficFormat } from '../decoders/decoder.ts';
import { findFormat, headOf } from '../decoders/find-format.ts';
import { FORMATS } from '../decoders/formats.ts';
import { InputDecoder } from '../decoders/input-decoder.ts';
import { netfilter } from '../decoders/netfilter/netfilter.ts';
import { netflow } from '../decoders/netflow/netflow.ts';
import type { EventBatch } from '../event-batch.ts';
import { InputError } from '../input/input-error.ts';
import { findPacking } from '../input/packing.ts';
import type { InputTotals } from '../input-totals.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import type { InputSummary } from '../report/traffic-report.ts';

const LINE_FORMATS = FORMATS.filter((one): one is LineFormat => one.kind === 'line');

/** What was named can be read, but not as it grows: a fault of the command line. */
export class NotFollowed extends InputError {}

/** A decoder of lines that come as they are written, and its clock, which goes with them. */
export class LineDecoder {
  readonly decoder: InputDecoder;
  readonly format: LineFormat;
  readonly clock: Clock;

  /** `format`: of most lines; those of any other may come too. */
  constructor(format: LineFormat, batch: EventBatch, now: number) {
    this.format = format;
    this.clock = new Clock(now);
    const others = LINE_FORMATS.filter((one) => one !== format);
    this.decoder = new InputDecoder(format, others, { clock: this.clock }, batch);
  }

  /** Lets it know the lines at the head of a file that say what is in its columns, without counting them. */
  learnHeader(head: Buffer): void {
    const { decoder } = this;
    for (let at = 0; at < head.length;) {
      const end = head.indexOf(10, at) + 1;
      if (end === 0 || !isHeader(head.toString('latin1', at, end))) break;
      decoder.push(head.subarray(at, end));
      at = end;
    }
    Object.assign(decoder.totals, { records: 0, silent: 0, malformed: 0, bytes: 0 });
    decoder.totals.firstMalformed.length = 0;
    decoder.totals.foreign.clear();
  }

  /** `isKept`: with the beginning of the line that has not come whole. */
  save(writer: StateWriter, isKept: boolean): void {
    this.decoder.save(writer, isKept);
    this.clock.save(writer);
  }

  load(reader: StateReader): void {
    this.decoder.load(reader);
    this.clock.load(reader);
  }

  summary(name: string, more: Iterable<string>): InputSummary {
    return summaryOf(name, this.decoder.titles.join(', '), this.decoder.totals, more);
  }
}

/** A line of comments, or of names without any number. */
function isHeader(line: string): boolean {
  return line.startsWith('#') || !/\d/.test(line);
}

export function summaryOf(
  name: string,
  format: string | null,
  totals: InputTotals,
  more: Iterable<string>,
): InputSummary {
  return {
    name,
    format,
    others: [],
    bytes: totals.bytes,
    records: totals.records,
    silent: totals.silent,
    malformed: totals.malformed,
    firstMalformed: [...totals.firstMalformed],
    foreign: Object.fromEntries([...totals.foreign].sort(([, a], [, b]) => b - a)),
    notes: [...totals.notes, ...more],
    error: null,
  };
}

/**
 * The format by what a log begins with. Where nothing says it (an empty file, a syslog without a packet so far) each line
 * is offered to all formats. Throws NotFollowed where it is not made of lines.
 */
export function lineFormatOf(name: string, head: Buffer, told: string | null): LineFormat {
  const { packing, unreadable } = findPacking(head);
  if (packing !== 'none' || unreadable !== null) {
    throw new NotFollowed(`${name} is packed, and what is packed does not grow: read it without --follow`);
  }
  const found = FORMATS.find(({ id }) => id === told) ?? findFormat(headOf(head, name), FORMATS)?.format ?? netfilter;
  if (found.kind === 'line') return found;
  throw new NotFollowed(
    `${name} is ${found.title}, and only logs of lines are followed: read it without --follow. ${insteadOf(found)}`,
  );
}

/** What can be followed in the place of a format that cannot. */
function insteadOf(format: TrafficFormat): string {
  if (format.id.startsWith('journald')) return 'The journal itself is read live with --journal';
  if (isCapture(format)) return 'Packets are read live as text: tcpdump -l -n | portolan traffic --follow -';
  if (format.id === netflow.id) return 'What routers send is read live with --listen-netflow';
  return 'The help topic traffic-formats says which formats are logs of lines';
}
