import { closestNames } from '../../../knowledge/closest-names.ts';
import type { CommandSpec, Run } from '../../command.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatCommandHelp, formatOverview } from '../../help.ts';
import { TOPICS } from '../../topics/topics.ts';
import { VERSION } from '../../version.ts';

export function runHelp(commands: readonly CommandSpec[]): Run {
  return async ({ args }, context) => {
    const { stdout } = context;
    const [first] = args;
    if (first === undefined) return stdout.write(formatOverview(commands, VERSION));
    const command = commandAt(commands, args);
    if (command !== null) return stdout.write(formatCommandHelp((await command.narrow?.(args)) ?? command));
    const topic = TOPICS.find(({ name }) => name === first);
    if (topic === undefined || args.length > 1) throw new CliError(EXIT.usage, describeUnknown(commands, args));
    const { formatTopic } = await import('../../topics/topic-text.ts');
    stdout.write(await formatTopic(topic, context));
  };
}

/** The command that the words begin with; words behind it are allowed, as in `portolan help explain 443`. */
function commandAt(commands: readonly CommandSpec[], words: readonly string[]): CommandSpec | null {
  const names = (command: CommandSpec): string[] => [command.name, ...(command.aliases ?? [])];
  const begins = (name: string): boolean =>
    name !== '' && name.split(' ').every((part, index) => words[index] === part);
  return commands.find((command) => names(command).some(begins)) ?? null;
}

function describeUnknown(commands: readonly CommandSpec[], words: readonly string[]): string {
  const text = words.join(' ');
  const [first = ''] = words;
  if (TOPICS.some(({ name }) => name === first)) return `the topic ${first} stands alone: portolan help ${first}`;
  const names = commands.flatMap((command) => [command.name, ...(command.aliases ?? [])]).filter((name) => name !== '');
  const longer = names.filter((name) => name.startsWith(`${first} `));
  const close = closestNames(text, [...names, ...TOPICS.map(({ name }) => name)], 1);
  const meant = close.length > 0 ? close : longer;
  let hint = 'portolan help lists both';
  if (/^\d/.test(first)) hint = `portolan explain ${first} says what the port is`;
  else if (meant.length > 0) hint = `did you mean ${meant.map((name) => `portolan help ${name}`).join(', or ')}?`;
  return `"${text}" is not a command and no topic; ${hint}`;
}
