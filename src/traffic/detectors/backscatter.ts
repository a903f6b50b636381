import { EXPLAINED } from '../explanation.ts';
import { KeyTable } from '../facts/key-table.ts';
import { RoughCounts } from '../facts/rough-counts.ts';
import { Tally } from '../facts/tally.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import { FLAG_SET, type EventView } from '../patterns/view.ts';
import { PROTOCOL } from '../../net/protocol.ts';
import { sightingOf, type Sighting } from '../sighting.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

const ROOM = 1024;
/** Answers from which a source is looked at; late ones of one's own conversations are fewer, as a rule. */
const FEW = 8;
const COUNTS = 262_144;
const ANSWER_FLAGS = FLAG_SET['syn-ack'] | FLAG_SET.rst | FLAG_SET['rst-ack'];
/** Different targets and source ports that are counted of one source. */
const MAX_COUNTED = 64;
const MAX_SERVICE_PORTS = 8;
/** From here on Linux, BSD, macOS and Windows take the ports of their own clients. */
const FIRST_CLIENT_PORT = 32_768;

/** What one source sent that looks like answers. */
class Answers {
  readonly hosts = new Set<number>();
  readonly ports = new Set<number>();
  readonly servicePorts = new Set<number>();
  readonly tally = new Tally();
  /** Answers to ports that clients here do take. */
  toClients = 0;
  /** Those that nothing else explains. */
  open = 0;
  /** Those before it was looked at, while they are not in the tally. */
  before = FEW - 1;

  save(writer: StateWriter): void {
    for (const set of [this.hosts, this.ports, this.servicePorts]) writer.list(set, (value) => writer.integer(value));
    for (const value of [this.toClients, this.open, this.before]) writer.number(value);
    this.tally.save(writer);
  }

  static load(reader: StateReader): Answers {
    const answers = new Answers();
    for (const set of [answers.hosts, answers.ports, answers.servicePorts]) {
      reader.list(MAX_COUNTED, () => set.add(reader.integer()));
    }
    answers.toClients = reader.amount();
    answers.open = reader.amount();
    answers.before = reader.amount();
    answers.tally.load(reader);
    return answers;
  }
}

/**
 * Answers to questions that nobody here asked: somebody floods the sender with packets that bear our addresses (Moore,
 * Voelker, Savage, "Inferring Internet denial-of-service activity", 2001). The sender is the victim.
 */
export class Backscatter {
  readonly #signs: readonly CompiledAlgorithm[];
  /** Answers by source, roughly: the first few of each are not looked at closely. */
  readonly #counts = new RoughCounts(COUNTS);
  readonly #answers = new KeyTable<Answers>(ROOM);

  constructor(signs: readonly CompiledAlgorithm[]) {
    this.#signs = signs;
  }

  take(view: EventView, input: number, explanation: Uint8Array): void {
    for (let row = 0; row < view.batch.length; row++) {
      const isAnswer = ((view.flagSet[row] ?? 0) & ANSWER_FLAGS) !== 0;
      if (isAnswer || view.batch.protocol[row] === PROTOCOL.icmp) {
        this.#takeAnswer(view, row, input, explanation[row] === EXPLAINED.not);
      }
    }
  }

  #takeAnswer(view: EventView, row: number, input: number, isOpen: boolean): void {
    const { batch } = view;
    if (!this.#signs.some((sign) => sign.matches(view, row))) return;
    const family = batch.family[row] ?? 0;
    const source = batch.source[row] ?? 0;
    if (this.#counts.add(source, family, 0) < FEW) return;
    let answers = this.#answers.get(source, family, 0);
    if (answers === undefined) {
      answers = new Answers();
      this.#answers.set(source, family, 0, answers);
    }
    answers.tally.add(batch, row, input);
    if (isOpen) answers.open++;
    if (answers.hosts.size < MAX_COUNTED) answers.hosts.add(batch.destination[row] ?? 0);
    if (batch.protocol[row] !== PROTOCOL.tcp) return;
    if ((batch.dport[row] ?? 0) >= FIRST_CLIENT_PORT) answers.toClients++;
    if (answers.ports.size < MAX_COUNTED) answers.ports.add(batch.dport[row] ?? 0);
    if (answers.servicePorts.size < MAX_SERVICE_PORTS) answers.servicePorts.add(batch.sport[row] ?? 0);
  }

  save(writer: StateWriter): void {
    writer.section('backscatter');
    this.#counts.save(writer);
    this.#answers.save(writer, (answers) => answers.save(writer));
  }

  load(reader: StateReader): void {
    reader.section('backscatter');
    this.#counts.load(reader);
    this.#answers.load(reader, () => Answers.load(reader));
  }

  /** `triesOf`: how many events of a source open contacts, which no victim does. */
  *sightings(triesOf: (family: number, address: number) => number): Generator<Sighting> {
    const [tcp, icmp = tcp] = this.#signs;
    if (tcp === undefined || icmp === undefined) return;
    for (const answers of this.#answers.values()) {
      const { tally, hosts, ports, servicePorts } = answers;
      const [source] = tally.sources.most;
      const others = source === undefined ? 0 : triesOf(source.family, source.value);
      const sign = servicePorts.size > 0 ? tcp : icmp;
      const least = (name: string, fallback: number): number => sign.number(name) ?? fallback;
      const targets = least('targets', 3);
      // One address of ours is all that a host's own log can show: then the many ports tell. A client here takes its
      // ports from the upper half only, whoever forges takes them from everywhere.
      const isClients = answers.toClients > least('clientPorts', 0.9) * tally.events;
      const isSpread = hosts.size >= targets || (servicePorts.size > 0 && ports.size >= 10 * targets && !isClients);
      const isAnswering = tally.events >= least('share', 0.9) * (tally.events + others);
      const events = tally.events + answers.before;
      if (events < least('events', 20) || !isAnswering || !isSpread) continue;
      if (servicePorts.size > least('servicePorts', 3)) continue;
      // What was not looked at is taken to be as the rest.
      answers.open += Math.round((answers.before * answers.open) / tally.events);
      tally.missed(answers.before);
      answers.before = 0;
      const from = [...servicePorts].sort((a, b) => a - b).join(', ');
      yield sightingOf(sign.pattern, sign.sign, tally, {
        what:
          servicePorts.size > 0
            ? `answered from port ${from} to questions that your side never asked: it is being flooded by somebody who forges your addresses`
            : 'sends errors about packets that your side never sent: somebody forges your addresses',
        why: [
          `${tally.events} answers of ${tally.events + others} packets`,
          `to ${hosts.size} of your addresses and ${ports.size} ports`,
        ],
        hosts: hosts.size,
        ports: ports.size,
        unexplained: answers.open,
      });
    }
  }
}
