import { parsePort, MAX_PORT } from '../../../net/port.ts';
import { WaitTimeoutError } from '../../../ports/ports-error.ts';
import { DEFAULT_INTERVAL, DEFAULT_TIMEOUT, waitForPort, type Waited, type WaitOptions } from '../../../ports/wait.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { WaitDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { formatDuration, parseDuration } from './duration.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const { host, port } = targetOf(input);
  const options = optionsOf(input, host);
  let waited: Waited | null = null;
  let lastSeen: string | null = null;
  try {
    waited = await waitForPort(port, options);
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    lastSeen = printable(error.message);
  }
  if (input.has('json')) {
    const document: WaitDocument = {
      ...envelope('wait', context),
      port,
      target: host,
      condition: options.free === true ? 'free' : options.http === undefined ? 'accepts' : 'http',
      met: waited !== null,
      address: waited?.host ?? null,
      status: waited?.status ?? null,
      lastSeen,
    };
    context.stdout.line(JSON.stringify(document, null, 2));
  }
  if (lastSeen !== null) {
    const after = options.timeout === 0 ? 'at once' : `within ${formatDuration(options.timeout)}`;
    throw new CliError(EXIT.found, `not ${after}: ${lastSeen}; ${nextStep(port, host)}`);
  }
}

function nextStep(port: number, host: string | null): string {
  return host === null ? `what is there: portolan explain ${port}/tcp` : 'is it the right host and port?';
}

interface Target {
  /** Null: this host, by all its loopback addresses. */
  readonly host: string | null;
  readonly port: number;
}

function targetOf({ args }: Input): Target {
  const [text, second] = args;
  if (text === undefined) throw new CliError(EXIT.usage, 'wait for which port? portolan wait 5432');
  if (second !== undefined) throw new CliError(EXIT.usage, `wait takes one port, and got "${second}" too`);
  const match = /^(?:(?:\[([0-9a-fA-F:.]+(?:%[\w.-]+)?)\]|([^\s:[\]/@]+))?:)?(\d+)$/.exec(text);
  const port = parsePort(match?.[3] ?? '') ?? 0;
  if (match !== null && port !== 0) return { host: match[1] ?? match[2] ?? null, port };
  throw new CliError(
    EXIT.usage,
    `"${text}" is no port from 1 to ${MAX_PORT}, nor HOST:PORT; write 5432, localhost:5432 or [::1]:5432`,
  );
}

type Options = WaitOptions & Required<Pick<WaitOptions, 'timeout'>>;

function optionsOf(input: Input, host: string | null): Options {
  const path = input.value('http');
  if (path !== null && !/^\/[!-~]*$/.test(path)) {
    throw new CliError(EXIT.usage, `--http takes a path that begins with /, without blanks, and got "${path}"`);
  }
  const interval = durationOf(input, 'interval', DEFAULT_INTERVAL);
  if (interval === 0) throw new CliError(EXIT.usage, '--interval 0 would never rest; 10ms is short enough');
  return {
    timeout: durationOf(input, 'timeout', DEFAULT_TIMEOUT),
    interval,
    ...(host !== null && { host }),
    ...(input.has('free') && { free: true }),
    ...(input.has('http') && { http: path ?? true }),
  };
}

function durationOf(input: Input, flag: string, otherwise: number): number {
  const text = input.value(flag);
  const milliseconds = text === null ? otherwise : parseDuration(text);
  if (milliseconds !== null) return milliseconds;
  throw new CliError(EXIT.usage, `--${flag} takes a time such as 500ms, 30s or 2m, and got "${text}"`);
}
