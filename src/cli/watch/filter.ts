/** What a filter asks of a row; the text is made only when something asks for it. */
export interface Filtered {
  readonly localPort: number;
  readonly remotePort: number;
  readonly pids: () => readonly number[];
  readonly text: () => string;
}

export type Filter = (row: Filtered) => boolean;

/**
 * Every word must match. `443` is a port at either end or a pid, `:443` a port only, anything else a part of what the
 * row shows: process, address, state, service. Upper and lower case are the same.
 */
export function parseFilter(text: string): Filter | null {
  const filters = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(parseWord);
  if (filters.length === 0) return null;
  return (row) => filters.every((filter) => filter(row));
}

function parseWord(word: string): Filter {
  const [, colon, digits] = /^(:?)(\d+)$/.exec(word) ?? [];
  if (digits === undefined) return (row) => row.text().toLowerCase().includes(word);
  const number = Number(digits);
  const hasPort: Filter = (row) => row.localPort === number || row.remotePort === number;
  return colon === ':' ? hasPort : (row) => hasPort(row) || row.pids().includes(number);
}
