import { isIP } from 'node:net';
import { parsePort } from '../../../net/port.ts';
import type { LiveSources, Listening } from '../../../traffic/live/open-live.ts';
import type { Input } from '../../command.ts';
import { CliError, EXIT } from '../../exit-code.ts';

export interface LiveOptions extends LiveSources {
  /** Where what is known is kept; null where it is not. */
  readonly state: string | null;
}

/** Throws CliError where the options say nothing that can be done. */
export function readLiveOptions(input: Input): LiveOptions {
  const options = { ...readLiveSources(input), state: input.value('state') };
  if (!input.has('follow') && !options.journal && options.syslog === null && options.netflow === null) {
    throw usage(
      input.has('from')
        ? '--from is for followed files: --follow FILE'
        : '--state is for live reading: --follow FILE, --journal, --listen-syslog or --listen-netflow',
    );
  }
  if (options.state === '' || options.state === '-') {
    throw usage('--state takes a file, such as --state /var/lib/portolan/traffic.state');
  }
  return options;
}

/** What is to be read as it comes, for any command that has these options; `files` are those to follow. Throws CliError. */
export function readLiveSources(input: Input, files: readonly string[] = input.args): LiveSources {
  const follow = input.has('follow');
  if (follow && files.length === 0) {
    throw usage('--follow needs a file, such as --follow /var/log/ufw.log; - is standard input');
  }
  if (!follow && files.length > 0) {
    throw usage(`what comes is read live, and ${files[0] ?? ''} is a file: --follow reads it as it grows`);
  }
  const twice = files.find((file, place) => files.indexOf(file) !== place);
  if (twice !== undefined) throw usage(`${twice} is named twice`);
  return {
    files,
    from: fromOf(input.value('from')),
    journal: input.has('journal'),
    syslog: listeningOf(input, 'listen-syslog'),
    netflow: listeningOf(input, 'listen-netflow'),
  };
}

function fromOf(text: string | null): 'start' | 'end' {
  if (text === null || text === 'end') return 'end';
  if (text === 'start') return 'start';
  throw usage(`--from takes start or end, and got "${text}"`);
}

/** `5514`, `192.0.2.1:5514`, `[::1]:5514` */
function listeningOf(input: Input, flag: string): Listening | null {
  const text = input.value(flag);
  if (text === null) return null;
  const colon = text.lastIndexOf(':');
  const port = parsePort(text.slice(colon + 1));
  const address = colon === -1 ? null : text.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  if (port !== null && (address === null || isIP(address) !== 0)) return { address, port };
  throw usage(`--${flag} takes a port, or an address and a port such as 0.0.0.0:5514 or [::]:5514, and got "${text}"`);
}

function usage(message: string): CliError {
  return new CliError(EXIT.usage, message);
}
