import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { writePolicy } from '../../../audit/policy/write-policy.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { perform } from '../audit/perform.ts';

/** Who may read what one's hosts answer: its owner. */
const FILE_MODE = 0o600;

export async function run(input: Input, context: Context): Promise<void> {
  const path = input.value('output');
  // Made at once, so that nothing is asked in vain.
  const file = path === null ? null : begin(path);
  let baseline: Baseline | null = null;
  try {
    baseline = await takeBaseline(input, context);
    if (file !== null) writeFileSync(file, baseline.text);
  } finally {
    if (file !== null) closeSync(file);
    // An empty file would only be in the way of the next time.
    if (path !== null && baseline === null) rmSync(path, { force: true });
  }
  if (path === null) context.stdout.write(baseline.text);
  else context.stderr.line(`portolan: read it, then: portolan audit --policy ${printable(path)}`);
  if (baseline.hasRefusals) throw new CliError(EXIT.refused, 'what was refused is not in the policy file');
}

interface Baseline {
  readonly text: string;
  readonly hasRefusals: boolean;
}

async function takeBaseline(input: Input, context: Context): Promise<Baseline> {
  const { result, wasInterrupted } = await perform(input, context);
  for (const { address, reason, remedy } of result.refusals) {
    const add = remedy === null ? '' : `; ${remedy}`;
    context.stderr.line(`portolan: not asked ${printable(`${address}: ${reason}${add}`)}`);
  }
  for (const gap of result.gaps) context.stderr.line(`portolan: ${printable(gap)}`);
  if (wasInterrupted) throw new CliError(EXIT.interrupted, 'interrupted; no policy file is written');
  return { text: writePolicy(result.hosts, context.now()), hasRefusals: result.refusals.length > 0 };
}

function begin(path: string): number {
  try {
    return openSync(path, 'wx', FILE_MODE);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      throw new CliError(EXIT.refused, `${printable(path)} is there, and is not written over; name another file`);
    }
    throw new CliError(EXIT.couldNotLook, `${printable(path)} cannot be written (${code ?? String(error)})`);
  }
}
