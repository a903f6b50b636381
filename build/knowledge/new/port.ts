import { formatPortKey, formatPortRange, parsePortKey, parsePortRange, type PortKey } from '../../../src/net/port.ts';
import { loadHandWritten } from '../load.ts';
import { contend } from '../overlap.ts';
import { portFilePrefix } from '../port-file.ts';
import { readRegistry } from '../read-registry.ts';
import type { RegistrySnapshot } from '../registry-row.ts';
import { isKebabCase, NewFileError, type NewFile } from './new-file.ts';
import { portTemplate } from './port-template.ts';

/** Begins a dossier. `today` is an ISO date. Throws NewFileError where the words mean no port, or one that has its dossier. */
export function newPort(folder: string, words: readonly string[], today: string): NewFile {
  const [text = '', slug = 'todo', ...others] = words;
  const key = parsePortKey(text);
  if (key === null) throw new NewFileError(`"${text}" is not a port key such as 5173/tcp or 6000-6063/udp`);
  if (!isKebabCase(slug) || others.length > 0) {
    throw new NewFileError(`"${[slug, ...others].join(' ')}" is no name for a file: lower case words joined by -`);
  }
  const taken = fileOnKey(folder, key);
  if (taken !== null) throw new NewFileError(`${text} has its dossier already: ${folder}/${taken}`);
  return {
    file: `ports/${portFilePrefix(key)}${slug}.yaml`,
    text: portTemplate({ key: formatPortKey(key), registered: describeRows(readRegistry(folder), key), today }),
    next: `npm start -- explain ${formatPortRange(key)}`,
  };
}

function fileOnKey(folder: string, key: PortKey): string | null {
  const onKey = loadHandWritten(folder).dossiers.find(({ value }) => {
    if (value.kind === 'class') return false;
    return value.keys.map(parsePortKey).some((other) => other !== null && contend(other, key));
  });
  return onKey?.file ?? null;
}

/** What IANA says of the ports, one line a fact. */
function describeRows(registry: RegistrySnapshot | null, { from, to, transport }: PortKey): string[] {
  if (registry === null) return ['no registry is kept in this folder'];
  const lines = registry.rows.flatMap((row) => {
    const range = parsePortRange(row.number);
    if (range === null || range.from > to || from > range.to) return [];
    if (row.transport !== '' && row.transport !== transport) return [];
    return [
      `${row.number}/${row.transport === '' ? 'any' : row.transport} ${row.name || '(no name)'}: ${row.description || '(no description)'}`,
      ...(row.references.length === 0 ? [] : [`  references: ${row.references.join(', ')}`]),
      ...(row.note === '' ? [] : [`  note: ${row.note}`]),
      ...(row.unauthorizedUse === '' ? [] : [`  unauthorized use: ${row.unauthorizedUse}`]),
    ];
  });
  return lines.length === 0 ? ['nothing: it has no row'] : lines;
}
