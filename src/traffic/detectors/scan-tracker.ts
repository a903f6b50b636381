import { OUTCOME, type EventBatch } from '../event-batch.ts';
import { FLOAT, HEAD, RECORD_FLOATS, RECORD_WORDS, WORD } from '../facts/source-record.ts';
import { SourceTable } from '../facts/source-table.ts';
import { NEWS, TargetLists } from '../facts/target-lists.ts';
import { PROTOCOL } from '../../net/protocol.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { toolsOf } from './tool-signs.ts';

/**
 * The sequential test over first contacts (Jung, Paxson, Berger, Balakrishnan, "Fast portscan detection using sequential
 * hypothesis testing", 2004): a first contact fails four times as often with a scanner as with others, so each failure
 * multiplies the odds by four and each success divides them by it; at 99 to 1 it is decided.
 */
const STEP = Math.log(4);
const DECIDED = Math.log(99);
const CLEARED = Math.log(1 / 99);

/** The part of a record's head that never changes. */
const NOT_TOOLS = (1 << HEAD.toolsShift) - 1;

/**
 * Who tried what. A target is a host and a port; only the first try of a target counts, because a repeat is a retry and
 * no news. It remembers for as long as the input lasts: real scanning is slow, and windows of minutes miss it.
 */
export class ScanTracker {
  readonly sources = new SourceTable((slot) => this.tried.forget(slot));
  /** What each source tried after its first target. */
  readonly tried = new TargetLists(this.sources);

  /** Takes a try. Returns its slot. */
  take(batch: EventBatch, row: number, input: number): number {
    const { sources } = this;
    const { words, floats } = sources;
    const slot = sources.slot(batch.family[row] ?? 0, batch.source[row] ?? 0);
    const at = slot * RECORD_WORDS;
    const atFloat = slot * RECORD_FLOATS;
    const time = batch.time[row] ?? Number.NaN;
    const host = batch.destination[row] ?? 0;
    // UDP's numbers behind TCP's; both fit into 17 bits.
    const port = (batch.dport[row] ?? 0) + (batch.protocol[row] === PROTOCOL.tcp ? 0 : 65_536);
    const outcome = batch.outcome[row] ?? 0;
    const events = words[at + WORD.events] ?? 0;
    words[at + WORD.events] = events + 1;
    const packets = batch.packets[row] ?? 1;
    if (packets !== 1) add(floats, atFloat + FLOAT.morePackets, packets - 1);
    const bytes = batch.bytes[row] ?? Number.NaN;
    if (!Number.isNaN(bytes)) add(floats, atFloat + FLOAT.bytes, bytes);
    const head = words[at + WORD.head] ?? 0;
    const tools = toolsOf(batch, row);
    if (events === 0) {
      words[at + WORD.head] = head | port | (tools << HEAD.toolsShift);
      words[at + WORD.firstHost] = host;
      words[at + WORD.firstRecord] = batch.record[row] ?? 0;
      words[at + WORD.input] = input;
      words[at + WORD.hosts] = 1;
      floats[atFloat + FLOAT.first] = time;
      floats[atFloat + FLOAT.firstOffset] = batch.offset[row] ?? 0;
      this.#addPort(at, port);
      this.#judge(at, outcome);
    } else {
      // A mark is one only where all packets bear it: any number comes by chance sooner or later.
      const common = ((head >>> HEAD.toolsShift) & tools) << HEAD.toolsShift;
      words[at + WORD.head] = (head & NOT_TOOLS) | common;
      if (words[at + WORD.firstHost] !== host || (head & HEAD.portMask) !== port) {
        const news = this.tried.add(slot, host, port);
        if ((news & NEWS.host) !== 0) words[at + WORD.hosts] = (words[at + WORD.hosts] ?? 0) + 1;
        if ((news & NEWS.port) !== 0) this.#addPort(at, port);
        if (news !== 0) this.#judge(at, outcome);
      }
    }
    const last = floats[atFloat + FLOAT.last] ?? 0;
    if (!(time < last)) floats[atFloat + FLOAT.last] = time;
    else if (time < (floats[atFloat + FLOAT.first] ?? 0)) floats[atFloat + FLOAT.first] = time;
    return slot;
  }

  save(writer: StateWriter): void {
    this.sources.save(writer);
    this.tried.save(writer);
  }

  load(reader: StateReader): void {
    this.sources.load(reader);
    this.tried.load(reader);
  }

  /** The event that was taken last is not explained otherwise. */
  leftOpen(slot: number, isConversation: boolean): void {
    const { words } = this.sources;
    const at = slot * RECORD_WORDS;
    words[at + WORD.unexplained] = (words[at + WORD.unexplained] ?? 0) + 1;
    if (isConversation) words[at + WORD.ordinary] = (words[at + WORD.ordinary] ?? 0) + 1;
  }

  /** So many of its events are explained after all. */
  explained(slot: number, count: number): void {
    const at = slot * RECORD_WORDS + WORD.unexplained;
    this.sources.words[at] = Math.max((this.sources.words[at] ?? 0) - count, 0);
  }

  #addPort(at: number, port: number): void {
    const { words } = this.sources;
    const ports = words[at + WORD.ports] ?? 0;
    if (port < 65_536) {
      if ((ports & 0xffff) !== 0xffff) words[at + WORD.ports] = ports + 1;
    } else if (ports >>> 16 !== 0xffff) words[at + WORD.ports] = ports + 0x1_0000;
  }

  /** A first contact with a target: how it went changes the odds. */
  #judge(at: number, outcome: number): void {
    const { words, singles } = this.sources;
    const targets = (words[at + WORD.targets] ?? 0) + 1;
    words[at + WORD.targets] = targets;
    const isSuccess = outcome === OUTCOME.answered || outcome === OUTCOME.allowed;
    if (isSuccess) words[at + WORD.answered] = (words[at + WORD.answered] ?? 0) + 1;
    const odds = (singles[at + WORD.odds] ?? 0) + (isSuccess ? -STEP : STEP);
    // Whoever was cleared begins anew: good visits of a year ago are no licence.
    singles[at + WORD.odds] = odds <= CLEARED ? 0 : Math.min(odds, 2 * DECIDED);
    if (odds >= DECIDED && words[at + WORD.targetsAtAlarm] === 0) words[at + WORD.targetsAtAlarm] = targets;
  }
}

function add(floats: Float64Array, at: number, value: number): void {
  floats[at] = (floats[at] ?? 0) + value;
}
