import { reportEphemeral } from '../../../sockets/ephemeral/report.ts';
import { formatShare } from '../../../sockets/ephemeral/judge.ts';
import { readEphemeralSettings } from '../../../sockets/linux/ephemeral-settings.ts';
import { openProcFs } from '../../../sockets/linux/node-proc-fs.ts';
import { EVERYTHING, type Snapshot } from '../../../sockets/snapshot.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { describeGaps, isComplete } from '../../../sockets/gaps.ts';
import { takeSnapshot } from '../../snapshot/take-snapshot.ts';
import { writeEphemeral } from './write-ephemeral.ts';

const DEFAULT_TOP = 10;

export async function run(input: Input, context: Context): Promise<void> {
  const format = formatOf(input);
  const top = topOf(input) ?? (format === 'text' ? DEFAULT_TOP : Number.POSITIVE_INFINITY);
  const failOn = percentOf(input);
  const snapshot = takeSnapshot(context, EVERYTHING);
  const settings = readEphemeralSettings(openProcFs(context.environment['PORTOLAN_ROOT'] ?? '/'));
  const report = reportEphemeral(snapshot, settings);
  if (report === null) {
    throw new CliError(
      EXIT.couldNotLook,
      'this kernel does not show its range of client ports: /proc/sys/net/ipv4/ip_local_port_range; is /proc/sys mounted?',
    );
  }
  const tables = withoutOwners(snapshot);
  writeEphemeral(report, describeGaps(tables), { format, top, advice: input.has('advice') }, context);
  if (failOn !== null && report.share * 100 >= failOn) {
    throw new CliError(
      EXIT.found,
      `${formatShare(report.share)} of the client ports are taken, at or above ${failOn}%`,
    );
  }
  if (input.has('strict') && !isComplete(tables)) {
    throw new CliError(EXIT.couldNotLook, 'not everything could be seen, and --strict was given');
  }
}

/** Names of owners only decorate here: a figure without them is complete. */
function withoutOwners(snapshot: Snapshot): Snapshot {
  return { ...snapshot, completeness: { ...snapshot.completeness, processes: null } };
}

function topOf(input: Input): number | null {
  const text = input.value('top');
  if (text === null) return null;
  if (!/^\d{1,6}$/.test(text)) {
    throw new CliError(EXIT.usage, `--top takes a whole number, and got "${text}"`);
  }
  return Number(text);
}

function percentOf(input: Input): number | null {
  const text = input.value('fail-on');
  if (text === null) return null;
  const percent = /^\d{1,3}(\.\d+)?%?$/.test(text) ? Number.parseFloat(text) : 0;
  if (percent <= 0 || percent > 100) {
    throw new CliError(EXIT.usage, `--fail-on takes a percentage above 0 and up to 100, and got "${text}"`);
  }
  return percent;
}
