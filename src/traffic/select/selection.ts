import type { Knowledge } from '../../knowledge/knowledge.ts';
import { MARK, OUTCOME, type EventBatch } from '../event-batch.ts';
import { EventView, FLAG_SET } from '../patterns/view.ts';
import type { Prefix } from '../../net/prefix.ts';
import { prefixHolds } from '../prefix.ts';
import { hasPorts } from '../../net/protocol.ts';
import { Roles } from '../roles.ts';
import type { Term } from './query.ts';
import { signTest, type EventTest } from './sign-test.ts';

/** Says which events of a batch a query names. It has to be given every batch, in order. */
export class Selection {
  readonly #roles: Roles;
  readonly #views = new Map<EventBatch, EventView>();
  readonly #tests: readonly { readonly test: EventTest; readonly isNot: boolean }[];

  /** `batch`: the first one, whose addresses and labels are those of all. Throws QueryError. */
  constructor(terms: readonly Term[], knowledge: Knowledge, batch: EventBatch, own: readonly Prefix[]) {
    this.#roles = new Roles(batch, own);
    this.#tests = terms.map((term) => ({ test: testOf(term, knowledge), isNot: term.isNot }));
  }

  /** The rows of the events that it names. */
  rows(batch: EventBatch): number[] {
    let view = this.#views.get(batch);
    if (view === undefined) {
      view = new EventView(batch);
      this.#views.set(batch, view);
    }
    view.update(this.#roles);
    const rows: number[] = [];
    for (let row = 0; row < batch.length; row++) {
      let isNamed = true;
      for (const { test, isNot } of this.#tests) if (test(view, row) === isNot) isNamed = false;
      if (isNamed) rows.push(row);
    }
    return rows;
  }
}

function testOf(term: Term, knowledge: Knowledge): EventTest {
  switch (term.kind) {
    case 'sign':
      return signTest(knowledge, term.pattern, term.sign);
    case 'address': {
      const { end, prefixes } = term;
      return addressTest(end, prefixes);
    }
    case 'port': {
      const { end, ranges } = term;
      return ({ batch }, row) => {
        if (((batch.marks[row] ?? 0) & MARK.ports) === 0 || !hasPorts(batch.protocol[row] ?? 0)) return false;
        const port = batch[end][row] ?? 0;
        return ranges.some(({ from, to }) => port >= from && port <= to);
      };
    }
    case 'transport': {
      const protocols = new Set(term.protocols);
      return ({ batch }, row) => protocols.has(batch.protocol[row] ?? 0);
    }
    case 'outcome': {
      const outcomes = new Set<number>(term.outcomes.map((name) => OUTCOME[name]));
      return ({ batch }, row) => outcomes.has(batch.outcome[row] ?? 0);
    }
    case 'flags': {
      const bits = term.sets.reduce((sum, name) => sum | FLAG_SET[name], 0);
      return ({ flagSet }, row) => ((flagSet[row] ?? 0) & bits) !== 0;
    }
    case 'label': {
      const labels = new Set(term.labels);
      return ({ batch }, row) => labels.has(batch.labels.name(batch.label[row] ?? 0));
    }
    case 'time': {
      const { compare, seconds } = term;
      return ({ batch }, row) => {
        const time = batch.time[row] ?? Number.NaN;
        return compare === '>=' ? time >= seconds : time < seconds;
      };
    }
  }
}

/** Whole addresses are looked up, however many there are; networks are tried one by one. */
function addressTest(end: 'source' | 'destination', prefixes: readonly Prefix[]): EventTest {
  const hosts = new Set<number>();
  const networks: Prefix[] = [];
  for (const prefix of prefixes) {
    if (prefix.family === 4 && prefix.length === 32) hosts.add(prefix.words[0] ?? 0);
    else networks.push(prefix);
  }
  return ({ batch }, row) => {
    const family = batch.family[row] ?? 0;
    const value = batch[end][row] ?? 0;
    if (family === 4 && hosts.has(value)) return true;
    return networks.some((prefix) => prefixHolds(prefix, family, value, batch.addresses));
  };
}
