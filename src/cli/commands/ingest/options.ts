import type { Input } from '../../command.ts';
import { SNAPSHOTS_FLAG } from '../../collect/snapshots-flag.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { MIN_SPOOL_BYTES } from '../../../ingest/spool/spool.ts';

const UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };
const LIVE = ['follow', 'journal', 'listen-syslog', 'listen-netflow', 'capture', 'snapshots'];

/** Whether what comes is to be read, and not files to their end. */
export function isLive(input: Input): boolean {
  return LIVE.some((flag) => input.has(flag));
}

/** Whether events are to come from anywhere: snapshots have none. */
export function readsEvents(input: Input): boolean {
  return LIVE.some((flag) => flag !== SNAPSHOTS_FLAG.long && input.has(flag));
}

/** Throws CliError where the words say nothing that can be done. */
export function checkInputs(input: Input): void {
  if (!isLive(input) && input.args.length === 0 && !input.has('once')) {
    throw new CliError(
      EXIT.usage,
      'ingest needs a file, such as portolan ingest /var/log/ufw.log, or something to listen to, such as --follow FILE or --listen-syslog 5514',
    );
  }
  const twice = input.args.find((file, place) => input.args.indexOf(file) !== place);
  if (twice !== undefined) throw new CliError(EXIT.usage, `${twice} is named twice`);
}

/** Bytes of --spool-size; null where it is not given. */
export function spoolSizeOf(input: Input): number | null {
  const text = input.value('spool-size');
  if (text === null) return null;
  const [, number = '', unit = ''] = /^(\d{1,12})([kmgt]?)$/i.exec(text) ?? [];
  const bytes = Number(number) * (UNITS[unit.toLowerCase()] ?? 1);
  if (number !== '' && bytes >= MIN_SPOOL_BYTES) return bytes;
  throw new CliError(EXIT.usage, `--spool-size takes a size from 32M on, such as 512M or 4G, and got "${text}"`);
}
