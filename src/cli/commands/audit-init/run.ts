import { closeSync, openSync, writeFileSync } from 'node:fs';
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
  const { result, wasInterrupted } = await perform(input, context);
  for (const { address, reason, remedy } of result.refusals) {
    context.stderr.line(`portolan: not asked ${printable(address)}: ${reason}${remedy === null ? '' : `; ${remedy}`}`);
  }
  for (const gap of result.gaps) context.stderr.line(`portolan: ${printable(gap)}`);
  if (wasInterrupted) throw new CliError(EXIT.interrupted, 'interrupted; no policy file is written');
  const text = writePolicy(result.hosts, context.now());
  if (file === null || path === null) context.stdout.write(text);
  else {
    writeFileSync(file, text);
    closeSync(file);
    context.stderr.line(`portolan: read it, then: portolan audit --policy ${printable(path)}`);
  }
  if (result.refusals.length > 0) throw new CliError(EXIT.refused, 'what was refused is not in the policy file');
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
