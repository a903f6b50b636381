import { questionOf } from '../../../store/ask.ts';
import { parameterText } from '../../../store/parameter-list.ts';
import type { CommandSpec, Flag } from '../../command.ts';
import { ask, OWN_FLAGS, parameterFlag } from './command.ts';

/** The command as it is with one question: its own flags and its own page of help. */
export function questionCommand(name: string): CommandSpec {
  const question = questionOf(name);
  const { argument, parameters, defaults, parts } = question;
  const takes = argument === undefined ? null : parameterText(argument.name);
  const word = takes === null ? '' : argument?.isRequired === true ? ` ${takes.value}` : ` [${takes.value}]`;
  const flags = parameters.map((parameter): Flag => {
    const flag = parameterFlag(parameter);
    const usual = defaults[parameter];
    return usual === undefined ? flag : { ...flag, description: `${flag.description} (${usual} by default)` };
  });
  return {
    ...ask,
    summary: question.description,
    argument: { name: `${name}${word}`, description: takes?.description ?? 'the question' },
    flags: [...flags, ...OWN_FLAGS],
    notes: [
      'It answers:',
      ...parts.flatMap(({ name: part, title, columns }) => [
        ...(parts.length > 1 ? [`  ${part}: ${title}`] : []),
        ...columns.map((column) => `    ${column.name.padEnd(12)}  ${column.meaning}`),
      ]),
    ].join('\n'),
    examples: question.examples,
  };
}
