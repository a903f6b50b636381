import { KeyTable } from '../facts/key-table.ts';
import { Tally } from '../facts/tally.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import type { EventView } from '../patterns/view.ts';
import { sightingOf, type Sighting } from '../sighting.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

const ROOM = 4096;
const ODD_TYPES = new Set(['TXT', 'NULL', 'CNAME', 'MX', '16', '10', '5', '15']);

class Client {
  questions = 0;
  long = 0;
  odd = 0;
  bytes = 0;
  first = Number.NaN;
  last = Number.NaN;
  readonly tally = new Tally();

  save(writer: StateWriter): void {
    const { questions, long, odd, bytes, first, last } = this;
    for (const value of [questions, long, odd, bytes, first, last]) writer.number(value);
    this.tally.save(writer);
  }

  static load(reader: StateReader): Client {
    const client = new Client();
    client.questions = reader.amount();
    client.long = reader.amount();
    client.odd = reader.amount();
    client.bytes = reader.number();
    client.first = reader.number();
    client.last = reader.number();
    client.tally.load(reader);
    return client;
  }
}

/** Data carried in the names of DNS questions: many of them a minute, very long, and of types that carry data back. */
export class Tunnel {
  readonly #signs: readonly CompiledAlgorithm[];
  readonly #clients = new KeyTable<Client>(ROOM);

  constructor(signs: readonly CompiledAlgorithm[]) {
    this.#signs = signs;
  }

  take(view: EventView, input: number): void {
    for (const row of view.batch.payloads.keys()) this.#takeQuestion(view, row, input);
  }

  #takeQuestion(view: EventView, row: number, input: number): void {
    const { batch } = view;
    const payload = batch.payloads.get(row);
    if (payload?.['dns.label-length'] === undefined) return;
    const sign = this.#signs.find((one) => one.matches(view, row));
    if (sign === undefined) return;
    const family = batch.family[row] ?? 0;
    let client = this.#clients.get(batch.source[row] ?? 0, family, 0);
    if (client === undefined) {
      client = new Client();
      this.#clients.set(batch.source[row] ?? 0, family, 0, client);
    }
    const time = batch.time[row] ?? Number.NaN;
    if (Number.isNaN(client.first)) client.first = time;
    client.last = time;
    client.questions++;
    client.bytes += batch.bytes[row] ?? 0;
    const longest = Math.max(...payload['dns.label-length'].map(Number));
    if (longest >= (sign.number('labelLength') ?? 40)) client.long++;
    if ((payload['dns.type'] ?? []).some((type) => ODD_TYPES.has(String(type).toUpperCase()))) client.odd++;
    client.tally.add(batch, row, input);
  }

  save(writer: StateWriter): void {
    writer.section('tunnel');
    this.#clients.save(writer, (client) => client.save(writer));
  }

  load(reader: StateReader): void {
    reader.section('tunnel');
    this.#clients.load(reader, () => Client.load(reader));
  }

  *sightings(): Generator<Sighting> {
    const [sign] = this.#signs;
    if (sign === undefined) return;
    for (const { questions, long, odd, bytes, first, last, tally } of this.#clients.values()) {
      const seconds = last - first;
      if (!(seconds >= (sign.seconds('lasting') ?? 300))) continue;
      const aMinute = (long * 60) / seconds;
      const carriesBack = odd >= (sign.number('oddTypes') ?? 0.3) * questions;
      const carriesMuch = bytes >= (sign.number('bytesUp') ?? 1e6);
      if (aMinute < (sign.number('namesPerMinute') ?? 100) || !(carriesBack || carriesMuch)) continue;
      yield sightingOf(sign.pattern, sign.sign, tally, {
        what: `asks ${Math.round(aMinute)} very long names a minute, ${Math.round((100 * odd) / questions)} % of them for types that carry data`,
        why: [`${questions} questions, ${long} of them with a label of 40 letters or more`],
      });
    }
  }
}
