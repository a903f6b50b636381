import { readFileSync } from 'node:fs';
import { inputError } from '../../../traffic/input/input-error.ts';
import { parseBaseline, type Baseline } from '../../../traffic/report/baseline.ts';
import { CliError, EXIT } from '../../exit-code.ts';

/** The report of --baseline. It is read before anything else: a wrong name should not cost the reading of a log. */
export function readBaseline(path: string): Baseline {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliError(EXIT.couldNotLook, inputError(error, path).message);
  }
  const baseline = parseBaseline(text);
  if (baseline !== null) return baseline;
  throw new CliError(
    EXIT.usage,
    `--baseline takes a report that was saved with portolan traffic FILE --json, which ${path} is not`,
  );
}
