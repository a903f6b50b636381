import { OUTCOME, type EventBatch } from '../event-batch.ts';
import { hash3 } from '../facts/hash.ts';
import { PairSet } from '../facts/pair-set.ts';
import { SourceTable } from '../facts/source-table.ts';
import { PROTOCOL } from '../protocol.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { ALL_TOOLS, toolsOf } from './tool-signs.ts';

/**
 * The sequential test over first contacts (Jung, Paxson, Berger, Balakrishnan, "Fast portscan detection using sequential
 * hypothesis testing", 2004): a first contact fails four times as often with a scanner as with others, so each failure
 * multiplies the odds by four and each success divides them by it; at 99 to 1 it is decided.
 */
const STEP = Math.log(4);
const DECIDED = Math.log(99);
const CLEARED = Math.log(1 / 99);

/** Kinds of pairs in the set; a source's number is below 2^29. */
const KIND = { host: 0, port: 1, target: 2 } as const;
const KINDS = ['host', 'port', 'target'] as const;

/**
 * Who tried what. A target is a host and a port; only the first try of a target counts, because a repeat is a retry and
 * no news. It remembers for as long as the input lasts: real scanning is slow, and windows of minutes miss it.
 */
export class ScanTracker {
  readonly sources = new SourceTable();
  /** What each source tried: hosts, ports and targets, see `forEachPair`. */
  readonly pairs = new PairSet();

  /** Takes a try. Returns its slot. */
  take(batch: EventBatch, row: number, input: number): number {
    const sources = this.sources;
    const slot = sources.slot(batch.family[row] ?? 0, batch.source[row] ?? 0);
    const time = batch.time[row] ?? Number.NaN;
    const host = batch.destination[row] ?? 0;
    const protocol = batch.protocol[row] ?? 0;
    // UDP's numbers behind TCP's; both fit into 17 bits.
    const port = (batch.dport[row] ?? 0) + (protocol === PROTOCOL.tcp ? 0 : 65_536);
    const isNew = sources.events[slot] === 0;
    sources.events[slot] = (sources.events[slot] ?? 0) + 1;
    // A mark is one only where all packets bear it: any number comes by chance sooner or later.
    sources.tools[slot] = (isNew ? ALL_TOOLS : (sources.tools[slot] ?? 0)) & toolsOf(batch, row);
    if (isNew) {
      sources.first[slot] = time;
      sources.firstOffset[slot] = batch.offset[row] ?? 0;
      sources.firstRecord[slot] = batch.record[row] ?? 0;
      sources.input[slot] = input;
      sources.firstHost[slot] = host;
      sources.firstPort[slot] = port;
      sources.hosts[slot] = 1;
      this.#addPort(slot, port);
      this.#judge(slot, batch.outcome[row] ?? 0);
    } else if (sources.firstHost[slot] !== host || sources.firstPort[slot] !== port) {
      this.#takeOther(slot, host, port, batch.outcome[row] ?? 0);
    }
    if (!(time < (sources.last[slot] ?? 0))) sources.last[slot] = time;
    if (time < (sources.first[slot] ?? 0)) sources.first[slot] = time;
    return slot;
  }

  save(writer: StateWriter): void {
    this.sources.save(writer);
    this.pairs.save(writer);
  }

  load(reader: StateReader): void {
    this.sources.load(reader);
    this.pairs.load(reader);
  }

  /** The event that was taken last is not explained otherwise. */
  leftOpen(slot: number, isConversation: boolean): void {
    const { sources } = this;
    sources.unexplained[slot] = (sources.unexplained[slot] ?? 0) + 1;
    if (isConversation) sources.ordinary[slot] = (sources.ordinary[slot] ?? 0) + 1;
  }

  /** So many of its events are explained after all. */
  explained(slot: number, count: number): void {
    this.sources.unexplained[slot] = Math.max((this.sources.unexplained[slot] ?? 0) - count, 0);
  }

  /** Calls `visit` with the number of a source, and a host or port or target (a hash) that it tried after its first. */
  forEachPair(visit: (kind: 'host' | 'port' | 'target', id: number, value: number) => void): void {
    this.pairs.forEach((key, value) => visit(KINDS[key & 3] ?? 'target', key >>> 2, value));
  }

  /** The hash by which `forEachPair('target')` knows a host and a port. */
  static targetHash(host: number, port: number): number {
    return hash3(host, port, 2);
  }

  /** Not its first target again. */
  #takeOther(slot: number, host: number, port: number, outcome: number): void {
    const sources = this.sources;
    const id = (sources.id[slot] ?? 0) << 2;
    if (!this.pairs.add(id | KIND.target, ScanTracker.targetHash(host, port))) return;
    if (sources.firstHost[slot] !== host && this.pairs.add(id | KIND.host, host)) {
      sources.hosts[slot] = (sources.hosts[slot] ?? 0) + 1;
    }
    if (sources.firstPort[slot] !== port && this.pairs.add(id | KIND.port, port)) this.#addPort(slot, port);
    this.#judge(slot, outcome);
  }

  #addPort(slot: number, port: number): void {
    const column = port < 65_536 ? this.sources.tcpPorts : this.sources.udpPorts;
    column[slot] = Math.min((column[slot] ?? 0) + 1, 65_535);
  }

  /** A first contact with a target: how it went changes the odds. */
  #judge(slot: number, outcome: number): void {
    const sources = this.sources;
    sources.targets[slot] = (sources.targets[slot] ?? 0) + 1;
    const isSuccess = outcome === OUTCOME.answered || outcome === OUTCOME.allowed;
    if (isSuccess) sources.answered[slot] = (sources.answered[slot] ?? 0) + 1;
    const odds = (sources.odds[slot] ?? 0) + (isSuccess ? -STEP : STEP);
    // Whoever was cleared begins anew: good visits of a year ago are no licence.
    sources.odds[slot] = odds <= CLEARED ? 0 : Math.min(odds, 2 * DECIDED);
    if (odds >= DECIDED && sources.targetsAtAlarm[slot] === 0) {
      sources.targetsAtAlarm[slot] = Math.min(sources.targets[slot] ?? 0, 65_535);
    }
  }
}
