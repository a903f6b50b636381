import type { KillSignal } from '../../../sockets/kill-run.ts';
import type { Input } from '../../command.ts';
import { CliError, EXIT } from '../../exit-code.ts';

export interface KillOptions {
  readonly signal: KillSignal;
  readonly graceSeconds: number;
  readonly dryRun: boolean;
  /** Do not ask. */
  readonly yes: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

const SIGNALS: readonly KillSignal[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGKILL'];
const DEFAULT_GRACE = 5;
const MAX_GRACE = 3600;

export function readKillOptions(input: Input): KillOptions {
  return {
    signal: readSignal(input.value('signal') ?? 'TERM'),
    graceSeconds: readGrace(input.value('grace')),
    dryRun: input.has('dry-run'),
    yes: input.has('yes'),
    force: input.has('force'),
    json: input.has('json'),
  };
}

/** `TERM`, `sigterm` */
function readSignal(text: string): KillSignal {
  const name = text.toUpperCase().replace(/^SIG/, '');
  const signal = SIGNALS.find((one) => one === `SIG${name}`);
  if (signal !== undefined) return signal;
  const names = SIGNALS.map((one) => one.slice('SIG'.length)).join(', ');
  throw new CliError(EXIT.usage, `--signal takes one of ${names}, and got "${text}"`);
}

function readGrace(text: string | null): number {
  if (text === null) return DEFAULT_GRACE;
  const seconds = /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= MAX_GRACE) return seconds;
  throw new CliError(EXIT.usage, `--grace takes seconds from 0 to ${MAX_GRACE}, and got "${text}"`);
}
