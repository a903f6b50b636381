import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { ReadInput, TrafficOptions } from '../../../traffic/read-traffic.ts';
import { selectTraffic, type SelectedEvent } from '../../../traffic/select/select-traffic.ts';
import type { Term } from '../../../traffic/select/query.ts';
import { eventLine, eventOf, type TrafficEvent } from '../../../traffic/select/traffic-event.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { envelope } from '../../envelope.ts';
import { formatOf, type Format } from '../../format.ts';
import { printable } from '../../printable.ts';

const NEWLINE = Buffer.from('\n');
/** Bytes that are written at once. */
const FLUSH_AT = 65_536;

export interface Selected {
  readonly inputs: readonly ReadInput[];
  readonly events: number;
}

/** Prints the events that a query names, as they are read. */
export async function select(
  terms: readonly Term[],
  knowledge: Knowledge,
  options: TrafficOptions,
  input: Input,
  context: Context,
): Promise<Selected> {
  const { args } = input;
  const writer = new EventWriter(formatOf(input), input.value('select') ?? '', args, context);
  writer.begin();
  const inputs = await selectTraffic(args, terms, knowledge, options, (event) => writer.take(event));
  writer.end();
  return { inputs, events: writer.events };
}

class EventWriter {
  events = 0;
  readonly #format: Format;
  readonly #query: string;
  readonly #paths: readonly string[];
  readonly #context: Context;
  /** Where the line that was printed last stands: some have several events. */
  #lastLine = '';
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  constructor(format: Format, query: string, paths: readonly string[], context: Context) {
    this.#format = format;
    this.#query = query;
    this.#paths = paths;
    this.#context = context;
  }

  begin(): void {
    if (this.#format !== 'json') return;
    // Written as it comes: there may be more events than fit into memory.
    const head = JSON.stringify({ ...envelope('traffic-events', this.#context), query: this.#query });
    this.#context.stdout.write(`${head.slice(0, -1)},"events":[`);
  }

  take(selected: SelectedEvent): void {
    const { stdout } = this.#context;
    this.events++;
    switch (this.#format) {
      case 'json':
        stdout.write(`${this.events === 1 ? '\n' : ',\n'}${JSON.stringify(this.#event(selected))}`);
        return;
      case 'ndjson':
        stdout.line(JSON.stringify(this.#event(selected)));
        return;
      default:
        this.#takeLine(selected);
    }
  }

  end(): void {
    this.#flush();
    if (this.#format === 'json') this.#context.stdout.line(`${this.events === 0 ? '' : '\n'}]}`);
  }

  #event({ batch, row, input }: SelectedEvent): TrafficEvent {
    return eventOf(batch, row, nameOf(this.#paths[input] ?? ''));
  }

  #takeLine(selected: SelectedEvent): void {
    const { stdout, isTerminal } = this.#context;
    const { line, batch, row, input } = selected;
    if (line === null) {
      this.#flush();
      stdout.line(printable(eventLine(this.#event(selected))));
      return;
    }
    const place = `${input} ${batch.offset[row] ?? 0}`;
    if (place === this.#lastLine) return;
    this.#lastLine = place;
    if (isTerminal) stdout.line(printable(line.toString('utf8').replace(/\r$/, '')));
    else {
      // Byte for byte: it goes to another program, or to a file that stands for the log.
      this.#pending.push(line, NEWLINE);
      this.#pendingBytes += line.length + 1;
      if (this.#pendingBytes > FLUSH_AT) this.#flush();
    }
  }

  #flush(): void {
    if (this.#pending.length > 0) this.#context.stdout.bytes(Buffer.concat(this.#pending));
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}

function nameOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}
