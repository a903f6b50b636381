import { EXIT } from './exit-code.ts';

/** What each exit code tells; help, the man page and the topic print these, so that they never differ. */
const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, { readonly short: string; readonly long: string }>> = {
  done: { short: 'done', long: 'Done. Findings do not change it unless --fail-on asks for that.' },
  found: {
    short: 'not found, or findings at or above --fail-on',
    long: 'What was asked for is not there, or, where a command has --fail-on, there is a finding at or above it.',
  },
  usage: { short: 'usage', long: 'The command line is wrong; stderr says why.' },
  couldNotLook: {
    short: 'could not look',
    long: 'Something could not be read: a file, a table of the kernel, for want of rights or otherwise. With --strict also: not everything could be seen.',
  },
  refused: { short: 'refused for safety', long: 'Portolan refused to do it, for safety.' },
  interrupted: { short: 'interrupted', long: 'Interrupted, as by Ctrl-C: shells report 128 and the number of SIGINT.' },
};

/** Codes with their meanings, in order of the codes. */
export function exitRows(form: 'short' | 'long'): [code: string, meaning: string][] {
  const names = Object.keys(EXIT) as (keyof typeof EXIT)[];
  return names.sort((a, b) => EXIT[a] - EXIT[b]).map((name) => [`${EXIT[name]}`, EXIT_MEANINGS[name][form]]);
}
