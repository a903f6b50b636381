import { MAX_PORT, parsePort, type PortRange } from '../../../net/port.ts';
import { availability } from '../../../ports/availability.ts';
import { DEFAULT_NAME, DEFAULT_RANGE, findLease, isLeaseName, withoutLease } from '../../../ports/leases/lease.ts';
import { changeLeases, LeaseFileError, leaseFilePath, readLeases } from '../../../ports/leases/lease-file.ts';
import { findProject } from '../../../ports/leases/project.ts';
import { takeLease, type TakenLease } from '../../../ports/leases/take-lease.ts';
import { NoFreePortError } from '../../../ports/ports-error.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { holderFinder } from './holder.ts';
import { writeLeases } from './write-leases.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const path = leaseFilePath(context.environment);
  if (path === null) {
    throw new CliError(EXIT.couldNotLook, 'neither XDG_STATE_HOME nor HOME names a folder to keep leases in');
  }
  try {
    if (input.has('list')) list(input, context, path);
    else if (input.has('drop')) await drop(input, context, path);
    else await take(input, context, path);
  } catch (error) {
    if (error instanceof LeaseFileError) throw new CliError(EXIT.couldNotLook, error.message);
    if (error instanceof NoFreePortError)
      throw new CliError(EXIT.found, `${error.message}; try another --from and --to`);
    throw error;
  }
}

function list(input: Input, context: Context, path: string): void {
  refuseName(input, '--list');
  const leases = readLeases(path).toSorted((a, b) => a.port - b.port);
  writeLeases(leases, formatOf(input), context);
  if (leases.length === 0 && formatOf(input) === 'text') context.stderr.line('portolan: nothing is leased yet');
}

async function drop(input: Input, context: Context, path: string): Promise<void> {
  refuseName(input, '--drop NAME');
  const name = nameOf(input.value('drop') ?? '');
  const project = findProject(process.cwd());
  const dropped = await changeLeases(path, async (leases) => {
    const lease = findLease(leases, project, name);
    return { leases: lease === null ? leases : withoutLease(leases, project, name), result: lease };
  });
  if (dropped === null) {
    throw new CliError(EXIT.found, `${project} has no lease "${name}"; portolan lease --list shows all`);
  }
  writeLeases([dropped], formatOf(input), context, true);
}

async function take(input: Input, context: Context, path: string): Promise<void> {
  const [text = DEFAULT_NAME, second] = input.args;
  if (second !== undefined) throw new CliError(EXIT.usage, `lease takes one name, and got "${second}" too`);
  const request = { project: findProject(process.cwd()), name: nameOf(text), range: rangeOf(input) };
  const taken = await changeLeases(path, async (leases) => {
    const surroundings = { availability, holderOf: holderFinder(request.project, context), now: context.now };
    const { leases: changed, taken: result } = await takeLease(leases, request, surroundings);
    return { leases: changed, result };
  });
  tellMove(taken, context);
  if (taken.usedBy === 'unknown') {
    const { port } = taken.lease;
    context.stderr.line(
      `portolan: ${port} is in use, and by whom cannot be seen; the lease stays (portolan explain ${port}/tcp)`,
    );
  }
  writeLeases([taken.lease], formatOf(input), context, true);
}

function tellMove({ lease: { name, port }, moved }: TakenLease, { stderr }: Context): void {
  if (moved === null) return;
  const why = {
    busy: `somebody else has ${moved.from} (portolan explain ${moved.from}/tcp)`,
    denied: `this user may not bind ${moved.from}`,
    'out-of-range': `${moved.from} is outside of the range`,
  }[moved.because];
  stderr.line(`portolan: the lease "${name}" moved from ${moved.from} to ${port}: ${why}`);
}

function refuseName({ args: [name] }: Input, flag: string): void {
  if (name !== undefined) throw new CliError(EXIT.usage, `with ${flag} lease takes no argument, and got "${name}"`);
}

function nameOf(text: string): string {
  if (isLeaseName(text)) return text;
  throw new CliError(EXIT.usage, `a name is 1 to 64 letters, digits and . _ @ + -, and not "${text}"`);
}

function rangeOf(input: Input): PortRange {
  const from = portOf(input, 'from') ?? Math.min(DEFAULT_RANGE.from, portOf(input, 'to') ?? MAX_PORT);
  const to = portOf(input, 'to') ?? Math.max(DEFAULT_RANGE.to, from);
  if (from > to) throw new CliError(EXIT.usage, `--from ${from} is above --to ${to}`);
  return { from, to };
}

function portOf(input: Input, flag: string): number | null {
  const text = input.value(flag);
  if (text === null) return null;
  const port = parsePort(text) ?? 0;
  if (port === 0) throw new CliError(EXIT.usage, `--${flag} takes a port from 1 to ${MAX_PORT}, and got "${text}"`);
  return port;
}
