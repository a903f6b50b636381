import { KeyTable } from '../facts/key-table.ts';
import { Tally, type PackedTally } from '../facts/tally.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import type { EventView } from '../patterns/view.ts';
import { PROTOCOL } from '../protocol.ts';
import { sightingOf, type Sighting } from '../sighting.ts';

const ROOM = 32_768;
/** Different targets and source ports that are counted of one source. */
const MAX_COUNTED = 256;

export interface PackedAnswers {
  readonly source: number;
  readonly family: number;
  readonly hosts: readonly number[];
  readonly ports: readonly number[];
  readonly servicePorts: readonly number[];
  readonly tally: PackedTally;
  readonly harmless: number;
  readonly others: number;
}

/** What one source sent that looks like answers. */
class Answers {
  readonly hosts = new Set<number>();
  readonly ports = new Set<number>();
  readonly servicePorts = new Set<number>();
  tally = new Tally();
  /** Of those, the ones that were taken for something harmless. */
  harmless = 0;
  /** Everything else it sent. */
  others = 0;
}

/**
 * Answers to questions that nobody here asked: somebody floods the sender with packets that bear our addresses (Moore,
 * Voelker, Savage, "Inferring Internet denial-of-service activity", 2001). The sender is the victim.
 */
export class Backscatter {
  readonly #signs: readonly CompiledAlgorithm[];
  readonly #answers = new KeyTable<Answers>(ROOM);

  constructor(signs: readonly CompiledAlgorithm[]) {
    this.#signs = signs;
  }

  take(view: EventView, row: number, input: number, isHarmless: boolean): void {
    const { batch } = view;
    const family = batch.family[row] ?? 0;
    const source = batch.source[row] ?? 0;
    const place = this.#signs.findIndex((sign) => sign.matches(view, row));
    if (place === -1) {
      const known = this.#answers.get(source, family, 0);
      if (known !== undefined) known.others++;
      return;
    }
    let answers = this.#answers.get(source, family, 0);
    if (answers === undefined) {
      answers = new Answers();
      this.#answers.set(source, family, 0, answers);
    }
    answers.tally.add(batch, row, input);
    if (isHarmless) answers.harmless++;
    if (answers.hosts.size < MAX_COUNTED) answers.hosts.add(batch.destination[row] ?? 0);
    if (batch.protocol[row] !== PROTOCOL.tcp) return;
    if (answers.ports.size < MAX_COUNTED) answers.ports.add(batch.dport[row] ?? 0);
    if (answers.servicePorts.size < MAX_COUNTED) answers.servicePorts.add(batch.sport[row] ?? 0);
  }

  pack(): PackedAnswers[] {
    return [...this.#answers.entries()].map(([source, family, , answers]) => {
      const { hosts, ports, servicePorts, tally, harmless, others } = answers;
      const sets = { hosts: [...hosts], ports: [...ports], servicePorts: [...servicePorts] };
      return { source, family, ...sets, tally: tally.pack(), harmless, others };
    });
  }

  /** Goes on from there, having seen no answers yet. */
  unpack(packed: readonly PackedAnswers[]): void {
    for (const { source, family, tally, harmless, others, ...sets } of packed) {
      const answers = new Answers();
      answers.tally = Tally.unpack(tally);
      answers.harmless = harmless;
      answers.others = others;
      for (const name of ['hosts', 'ports', 'servicePorts'] as const) {
        for (const value of sets[name]) answers[name].add(value);
      }
      this.#answers.set(source, family, 0, answers);
    }
  }

  /** How many events of such sources had been taken for harmless, by the last `sightings`. */
  readonly reclaimed = { harmless: 0 };

  *sightings(): Generator<Sighting> {
    const [tcp, icmp = tcp] = this.#signs;
    this.reclaimed.harmless = 0;
    if (tcp === undefined || icmp === undefined) return;
    for (const answers of this.#answers.values()) {
      const { tally, hosts, ports, servicePorts, others } = answers;
      const sign = servicePorts.size > 0 ? tcp : icmp;
      const least = (name: string, fallback: number): number => sign.number(name) ?? fallback;
      const targets = least('targets', 3);
      // One address of ours is all that a host's own log can show: then the many ports tell.
      const isSpread = hosts.size >= targets || (servicePorts.size > 0 && ports.size >= 10 * targets);
      const isAnswering = tally.events >= least('share', 0.9) * (tally.events + others);
      if (tally.events < least('events', 20) || !isAnswering || !isSpread) continue;
      if (servicePorts.size > least('servicePorts', 3)) continue;
      this.reclaimed.harmless += answers.harmless;
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
      });
    }
  }
}
