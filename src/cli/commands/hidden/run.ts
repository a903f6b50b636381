import { setTimeout as pause } from 'node:timers/promises';
import { parsePort, type PortRange } from '../../../net/port.ts';
import { findHidden } from '../../../sockets/hidden/find-hidden.ts';
import { EVERYTHING } from '../../../sockets/snapshot.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { takeSnapshot } from '../../snapshot/take-snapshot.ts';
import { answersOnLoopback, bindProbe } from './bind-probe.ts';
import { Progress } from './progress.ts';
import { writeHidden } from './write-hidden.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const range = rangeOf(input);
  if (context.environment['PORTOLAN_ROOT'] !== undefined) {
    throw new CliError(
      EXIT.couldNotLook,
      'hidden binds ports of this machine, and PORTOLAN_ROOT shows the tables of another: unset it',
    );
  }
  const progress = new Progress(context.stderr, process.stderr.isTTY, context.now);
  const report = await findHidden(
    {
      snapshot: () => takeSnapshot(context, { ...EVERYTHING, owners: false }),
      probe: bindProbe,
      answers: answersOnLoopback,
      pause,
      progress: (done, total) => progress.show(done, total),
    },
    range,
  ).finally(() => progress.clear());
  writeHidden(report, formatOf(input), context);
  const count = report.hidden.length;
  if (count > 0) {
    throw new CliError(
      EXIT.found,
      `${count} ${count === 1 ? 'port is' : 'ports are'} held though no table of the kernel shows why`,
    );
  }
  if (input.has('strict') && !report.complete) {
    throw new CliError(EXIT.couldNotLook, 'not every port could be looked at, and --strict was given');
  }
}

function rangeOf(input: Input): PortRange {
  const [from, to] = [portOf(input, 'from', 1), portOf(input, 'to', 65_535)];
  if (from > to) throw new CliError(EXIT.usage, `--from ${from} is above --to ${to}`);
  return { from, to };
}

function portOf(input: Input, flag: 'from' | 'to', otherwise: number): number {
  const text = input.value(flag);
  if (text === null) return otherwise;
  const port = parsePort(text) ?? 0;
  if (port === 0) throw new CliError(EXIT.usage, `--${flag} takes a port from 1 to 65535, and got "${text}"`);
  return port;
}
