import { quoted } from '../../parts/copy-as.tsx';

/** What an address narrows the events of a log by; ISO times, ports as `22,1000-2000`. */
const NAMES = ['from', 'to', 'ports'] as const;

/** The same narrowing for the API; of an address that does not narrow, nothing. */
export function narrowedQuery(query: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams();
  for (const name of NAMES) {
    const value = query.get(name);
    if (value !== null) asked.set(name, value);
  }
  return asked;
}

/** The command that reads a log, or that prints the events which an address narrows it to. */
export function commandOf(name: string, query: URLSearchParams): string {
  const conditions = [
    ['dport=', query.get('ports')],
    ['time>=', query.get('from')],
    ['time<', query.get('to')],
  ].flatMap(([word, value]) => (value === null ? [] : [`${word}${value}`]));
  const select = conditions.length === 0 ? '' : ` --select ${quoted(conditions.join(' '))}`;
  return `portolan traffic ${quoted(name)}${select}`;
}
