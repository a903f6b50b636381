import type { Input } from '../../command.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf, type Format } from '../../format.ts';

/** What every command writes, and the lines of the two programs that scripts were written for. */
export type SocketFormat = Format | 'ss' | 'netstat';

/** The words after --format; `table` is what comes without it. */
const FORMATS: Readonly<Record<string, SocketFormat>> = {
  table: 'text',
  ss: 'ss',
  netstat: 'netstat',
  json: 'json',
  ndjson: 'ndjson',
  csv: 'csv',
};

const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);

export function socketFormatOf(input: Input): SocketFormat {
  const name = input.value('format');
  if (name === null) return formatOf(input);
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (format === undefined)
    throw new CliError(EXIT.usage, `--format knows no "${name}"; it takes ${FORMAT_NAMES.join(', ')}`);
  return format;
}
