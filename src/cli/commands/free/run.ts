import { NoFreePortError, PortBusyError } from '../../../ports/ports-error.ts';
import { reserveInRange, reservePorts, type Reservation } from '../../../ports/reserve.ts';
import { MAX_PORT, parsePort, type PortRange } from '../../../net/port.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { FreeDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { withPorts } from './command-line.ts';
import { runCommand } from './run-command.ts';

const MAX_PORTS = 1000;

/** Lowest port of a range of which only the other end was said: those below are for the system's services. */
const FIRST_USER_PORT = 1024;

export async function run(input: Input, context: Context): Promise<void> {
  const count = countOf(input);
  const range = rangeOf(input);
  const command = commandOf(input);
  const reservations = await reserveAll(count, range);
  const ports = reservations.map(({ port }) => port);
  if (command === null) {
    await releaseAll(reservations);
    write(ports, input, context);
    return;
  }
  if (input.has('release-first')) await releaseAll(reservations);
  await runCommand(withPorts(command, ports), { ...context.environment, ...environmentOf(ports) });
}

function countOf({ args }: Input): number {
  const [text = '1', second] = args;
  if (second !== undefined) {
    throw new CliError(EXIT.usage, `free takes one number, and got "${second}" too; a command goes behind --hold --`);
  }
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MAX_PORTS) return count;
  const hint = /^\d+$/.test(text) ? '' : '; a command goes behind --hold --';
  throw new CliError(EXIT.usage, `free takes how many ports, from 1 to ${MAX_PORTS}, and got "${text}"${hint}`);
}

function rangeOf(input: Input): PortRange | null {
  if (!input.has('from') && !input.has('to')) return null;
  const to = portOf(input, 'to', MAX_PORT);
  const from = portOf(input, 'from', Math.min(FIRST_USER_PORT, to));
  if (from > to) throw new CliError(EXIT.usage, `--from ${from} is above --to ${to}`);
  return { from, to };
}

function portOf(input: Input, flag: string, otherwise: number): number {
  const text = input.value(flag);
  const port = text === null ? otherwise : (parsePort(text) ?? 0);
  if (port === 0) throw new CliError(EXIT.usage, `--${flag} takes a port from 1 to ${MAX_PORT}, and got "${text}"`);
  return port;
}

/** The command to run; null when ports are only to be printed. */
function commandOf(input: Input): readonly string[] | null {
  const { rest } = input;
  if (rest !== null && rest.length > 0) {
    if (input.has('hold') || input.has('release-first')) return rest;
    throw new CliError(EXIT.usage, `a command is run with --hold: portolan free --hold -- ${rest.join(' ')}`);
  }
  if (!input.has('hold') && !input.has('release-first')) return null;
  throw new CliError(EXIT.usage, '--hold needs a command behind --: portolan free --hold -- npm run dev');
}

async function reserveAll(count: number, range: PortRange | null): Promise<readonly Reservation[]> {
  const reservations: Reservation[] = [];
  try {
    if (range === null) return await reservePorts(count);
    for (let from = range.from; reservations.length < count; from = (reservations.at(-1)?.port ?? 0) + 1) {
      if (from > range.to) throw new NoFreePortError(`no port is free from ${from} to ${range.to}`);
      reservations.push(await reserveInRange(from, range.to));
    }
    return reservations;
  } catch (error) {
    await releaseAll(reservations);
    if (!(error instanceof NoFreePortError || error instanceof PortBusyError)) throw error;
    const found = reservations.length === 0 ? '' : `, ${reservations.length} of ${count} found`;
    throw new CliError(EXIT.found, `${error.message}${found}; who has them: portolan sockets -tlnp`);
  }
}

async function releaseAll(reservations: readonly Reservation[]): Promise<void> {
  await Promise.all(reservations.map(async (one) => one.release()));
}

function write(ports: readonly number[], input: Input, context: Context): void {
  if (input.has('json')) {
    const document: FreeDocument = { ...envelope('free', context), ports, reserved: false };
    context.stdout.line(JSON.stringify(document, null, 2));
  } else {
    for (const port of ports) context.stdout.line(String(port));
  }
}

/** PORT, PORT1, PORT2 ... */
function environmentOf(ports: readonly number[]): Record<string, string> {
  return Object.fromEntries(ports.map((port, index) => [index === 0 ? 'PORT' : `PORT${index}`, String(port)]));
}
