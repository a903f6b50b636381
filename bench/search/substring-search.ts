import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { MAX_PORT, formatPortKey } from '../../src/net/port.ts';

interface Row {
  readonly key: string;
  readonly port: number;
  readonly name: string;
  readonly text: string;
}

/**
 * What whatportis does, over the same registry: a number finds its port, a name finds itself, and everything else is
 * looked for as a part of names and descriptions (its --like), in the order of the ports.
 */
export class SubstringSearch {
  readonly #rows: Row[] = [];

  constructor(knowledge: Knowledge) {
    for (const transport of ['tcp', 'udp'] as const) {
      for (let port = 0; port <= MAX_PORT;) {
        const { value, to } = knowledge.registry.spanOf(port, transport);
        for (const record of value.status === 'assigned' ? value.records : []) {
          const name = (record.name ?? '').toLowerCase();
          const text = `${name} ${(record.description ?? '').toLowerCase()}`;
          this.#rows.push({ key: formatPortKey({ from: port, to, transport }), port, name, text });
        }
        port = to + 1;
      }
    }
    this.#rows.sort((a, b) => a.port - b.port);
  }

  find(query: string, limit: number): string[] {
    const wanted = query.toLowerCase().trim();
    const exact = this.#rows.filter((row) => String(row.port) === wanted || row.name === wanted);
    const rows = exact.length > 0 ? exact : this.#rows.filter((row) => row.text.includes(wanted));
    return [...new Set(rows.map((row) => row.key))].slice(0, limit);
  }
}
