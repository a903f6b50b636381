/**
 * Azure's flow logs: of network security groups (version 1 and 2, until September 2027) and of virtual networks
 * (version 4). A blob is one JSON document of up to many megabytes, an hour of one network interface; blobs may follow
 * each other in one file, and records one a line.
 *
 *   {"records":[{"time":"...","category":"NetworkSecurityGroupFlowEvent","properties":{"Version":2,"flows":[
 *     {"rule":"DefaultRule_DenyAllInBound","flows":[{"mac":"...","flowTuples":["1542110402,203.0.113.5,..."]}]}]}}]}
 *   {"records":[{"category":"FlowLogFlowEvent","flowRecords":{"flows":[{"aclID":"...","flowGroups":[
 *     {"rule":"DefaultRule_AllowInternetOutBound","flowTuples":["1663146003599,192.0.2.6,..."]}]}]}}]}
 *
 * Only the strings in `flowTuples`, and the `rule` of the group they are in, are looked at, as they come by: no document
 * is ever held. Sources: Azure Network Watcher, "Flow logging for network security groups", "Virtual network flow logs".
 */
import type { EventBatch } from '../../event-batch.ts';
import { newStreamTotals, type StreamFormat, type StreamReader, type StreamTotals } from '../decoder.ts';
import { JsonWalk } from '../text/json-walk.ts';
import { latin1 } from '../text/latin1.ts';
import { FlowTuple } from './flow-tuple.ts';

const TUPLES = 'flowTuples';
const RULE = 'rule';

export const azureFlow: StreamFormat = {
  kind: 'stream',
  id: 'azure-flow',
  title: 'Azure flow log',
  abilities: { outcome: true, flags: false, bothDirections: true, payload: false, granularity: 'window' },
  sniff({ bytes }) {
    const head = latin1(bytes, 0, Math.min(bytes.length, 65_536));
    if (!/^[^\w{[]{0,8}[[{]/.test(head)) return 0;
    if (/"flowTuples"\s*:\s*\[/.test(head)) return 1;
    return /"category"\s*:\s*"(NetworkSecurityGroupFlowEvent|FlowLogFlowEvent)"/.test(head) ? 0.9 : 0;
  },
  open: () => new AzureFlowReader(),
};

class AzureFlowReader implements StreamReader {
  readonly totals: StreamTotals = newStreamTotals();
  readonly #walk = new JsonWalk();
  readonly #tuple = new FlowTuple();
  readonly #kinds = new Set<string>();
  /** The key whose value comes next, where it is one of the two. */
  #key = '';
  /** Depth within the array of tuples that is being read; 0 outside of all. */
  #tuplesDepth = 0;
  /** The rule of the group, its place in the labels, and the depth it was read at. */
  #label = 0;
  #ruleDepth = 0;

  get variant(): string | null {
    const [kind, other] = this.#kinds;
    return kind === undefined || other !== undefined ? null : `Azure ${kind} flow log`;
  }

  read(bytes: Uint8Array, start: number, end: number, base: number, batch: EventBatch): number {
    const walk = this.#walk;
    let at = start;
    for (;;) {
      const token = walk.next(bytes, at, end);
      at = walk.at;
      if (token === 'more') return at - start;
      if (token === 'key') {
        this.#key = keyOf(bytes, walk.start, walk.end);
        continue;
      }
      if (token === 'string') this.#string(bytes, base, batch);
      else if (token === 'open' && walk.isArray && this.#key === TUPLES) this.#tuplesDepth = walk.depth;
      else if (token === 'close') {
        if (walk.depth < this.#tuplesDepth) this.#tuplesDepth = 0;
        if (walk.depth < this.#ruleDepth) {
          this.#ruleDepth = 0;
          this.#label = 0;
        }
      }
      this.#key = '';
    }
  }

  end(left: number): void {
    if (left > 0 || this.#walk.depth > 0) this.totals.notes.add('the last document is cut off');
  }

  #string(bytes: Uint8Array, base: number, batch: EventBatch): void {
    const walk = this.#walk;
    if (this.#tuplesDepth !== walk.depth || walk.depth === 0) {
      if (this.#key !== RULE) return;
      this.#label = batch.labels.place(latin1(bytes, walk.start, Math.min(walk.end, walk.start + 256)));
      this.#ruleDepth = walk.depth;
      return;
    }
    const { totals } = this;
    totals.records++;
    batch.nextOffset = base + walk.start;
    batch.nextRecord = totals.records;
    if (!this.#tuple.read(bytes, walk.start, walk.end, batch)) {
      totals.malformed++;
      if (totals.firstMalformed.length < 8) totals.firstMalformed.push(totals.records);
      return;
    }
    batch.label[batch.length - 1] = this.#label;
    this.#kinds.add(this.#tuple.isVirtualNetwork ? 'virtual network' : 'network security group');
  }
}

function keyOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start !== TUPLES.length && end - start !== RULE.length) return '';
  const text = latin1(bytes, start, end);
  return text === TUPLES || text === RULE ? text : '';
}
