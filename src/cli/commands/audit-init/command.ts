import type { CommandSpec } from '../../command.ts';
import { audit } from '../audit/command.ts';

/** Flags of `audit` that say what to look at. */
const SHARED = ['ports', 'all-ports', 'vantage', 'zone', 'query-name', 'engine', 'rate', 'fingerprints'];

export const auditInit: CommandSpec = {
  name: 'audit init',
  summary: 'Write a policy file that agrees to what answers now, to be read, corrected and audited by',
  argument: { name: 'TARGET...', description: 'as of audit; this machine when absent' },
  flags: [
    { long: 'policy', value: 'FILE', description: 'a policy file whose scope allows the targets' },
    ...audit.flags.filter(({ long }) => SHARED.includes(long)),
    { long: 'yes-authorised', description: 'you confirm that the public addresses of the policy may be asked' },
    { long: 'output', short: 'o', value: 'FILE', description: 'write it to a new file, instead of standard output' },
  ],
  notes:
    'What is exposed now is excused for 90 days, so that the first audit passes and it is not forgotten. A file that is there is never written over. What no policy agrees to is told by audit --policy FILE, with the line it belongs to.',
  examples: [
    'portolan audit init --output policy.yaml',
    'sudo portolan audit init --vantage netns > policy.yaml',
    'portolan audit init 10.20.0.5 --policy scope.yaml --output policy.yaml',
  ],
  load: async () => (await import('./run.ts')).run,
};
