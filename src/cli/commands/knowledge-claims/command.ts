import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';

export const knowledgeClaims: CommandSpec = {
  name: 'knowledge claims',
  summary: 'What two much-copied documents say of ports, claim by claim: right or not, and where Portolan shows it',
  flags: [{ long: 'wrong', description: 'leave out the claims that are right as they stand' }, ...FORMAT_FLAGS],
  examples: ['portolan knowledge claims --wrong', 'portolan knowledge claims --json'],
  load: async () => (await import('./run.ts')).run,
};
