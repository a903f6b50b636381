import { PARAMETER_NAMES, parameterText, type ParameterName } from '../../../store/parameter-list.ts';
import { QUESTION_NAMES } from '../../../store/question-names.ts';
import type { CommandSpec, Flag } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';
import { OVERLAY_FLAG } from '../../overlay-flags.ts';
import { STORE_FLAG } from '../../store/store-flag.ts';

/** What the command takes whatever the question is. */
export const OWN_FLAGS: readonly Flag[] = [
  STORE_FLAG,
  { long: 'strict', description: 'end with code 3 where part of the store could not be asked' },
  OVERLAY_FLAG,
  ...FORMAT_FLAGS,
];

export const ask: CommandSpec = {
  name: 'ask',
  summary: 'Ask what the store remembers: who knocked, what began to listen, what got worse',
  argument: {
    name: '[QUESTION] [WORD]',
    description: 'which question, and what some of them ask about: a port or an address; without one, all are listed',
    values: QUESTION_NAMES,
  },
  flags: [...PARAMETER_NAMES.map(parameterFlag), ...OWN_FLAGS],
  notes:
    'Each question takes some of these: portolan ask QUESTION --help says which. portolan help questions has them all.',
  examples: ['portolan ask', 'portolan ask top-ports --since 7d', 'portolan ask who-knocked 22/tcp --json'],
  load: async () => (await import('./run.ts')).run,
  narrow: async (words) => {
    const name = words.find((word) => (QUESTION_NAMES as readonly string[]).includes(word));
    return name === undefined ? ask : (await import('./question-command.ts')).questionCommand(name);
  },
};

export function parameterFlag(name: ParameterName): Flag {
  const { value, description, values } = parameterText(name);
  return { long: name, value, description, ...(values !== undefined && { values }) };
}
