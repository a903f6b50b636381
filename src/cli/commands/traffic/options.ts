import { SEVERITIES, type Severity } from '../../../findings/finding.ts';
import { closestNames } from '../../../knowledge/closest-names.ts';
import { FORMATS } from '../../../traffic/decoders/formats.ts';
import { parsePrefix, type Prefix } from '../../../net/prefix.ts';
import { parseQuery, QueryError, type Term } from '../../../traffic/select/query.ts';
import type { Input } from '../../command.ts';
import { CliError, EXIT } from '../../exit-code.ts';

/** The networks of --own. */
export function prefixesOf(input: Input): Prefix[] {
  return (input.value('own') ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const prefix = parsePrefix(part.trim());
      if (prefix !== null) return prefix;
      throw new CliError(EXIT.usage, `--own takes networks such as 192.0.2.0/24,2001:db8::/32, and got "${part}"`);
    });
}

export function severityOf(input: Input): Severity | null {
  const text = input.value('fail-on');
  if (text === null) return null;
  const severity = SEVERITIES.find((one) => one === text);
  if (severity !== undefined) return severity;
  throw new CliError(EXIT.usage, `--fail-on takes ${SEVERITIES.join(', ')}, and got "${text}"`);
}

/** The id of --input-format; null where the format is to be found out. */
export function inputFormatOf(input: Input): string | null {
  const id = input.value('input-format');
  if (id === null) return null;
  const ids = FORMATS.map((format) => format.id);
  if (ids.includes(id)) return id;
  const [close] = closestNames(id, ids, 1);
  const hint = close === undefined ? 'portolan help traffic-formats lists them' : `did you mean ${close}?`;
  throw new CliError(EXIT.usage, `--input-format knows no "${id}"; ${hint}`);
}

/** What --select names; null where the whole report is asked for. */
export function queryOf(input: Input): Term[] | null {
  const text = input.value('select');
  if (text === null) return null;
  return orUsage(() => parseQuery(text));
}

/** What goes wrong with a query is a fault of the command line. */
function orUsage<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw asUsage(error);
  }
}

export function asUsage(error: unknown): unknown {
  return error instanceof QueryError ? new CliError(EXIT.usage, `--select: ${error.message}`) : error;
}
