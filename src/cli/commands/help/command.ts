import type { CommandSpec } from '../../command.ts';
import { TOPICS } from '../../topics/topics.ts';

/** Knows all commands, itself included, which is why it is given them when it runs and not before. */
export function help(commands: () => Promise<readonly CommandSpec[]>): CommandSpec {
  return {
    name: 'help',
    summary: 'The page of a command, or a topic; without either, what there is',
    argument: {
      name: '[COMMAND|TOPIC]',
      description: `a command, or one of ${TOPICS.map(({ name }) => name).join(', ')}`,
      values: TOPICS.map(({ name }) => name),
      completes: 'commands',
    },
    flags: [],
    examples: ['portolan help sockets', 'portolan help exposure'],
    load: async () => (await import('./run.ts')).runHelp(await commands()),
  };
}
