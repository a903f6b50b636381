import { cell, examplesBlock } from './markdown.ts';
import { PARAMETER_NAMES, parameterText } from '../../src/store/parameter-list.ts';
import { QUESTIONS } from '../../src/store/questions/all.ts';
import type { Question } from '../../src/store/question.ts';

/** docs/reference/questions.md, from the questions themselves. */
export function questionsPage(): string {
  return [
    '# Questions',
    '',
    '`portolan ask QUESTION` asks the store what it remembers; `GET /api/v1/ask/QUESTION?since=7d` does the same over HTTP.',
    'Both engines give the same rows: a test holds them against a plain computation. Times are UTC, and `until` is',
    'exclusive. This page is written from `src/store/questions/` by `build/docs/`; a test holds it up to date.',
    '',
    ...QUESTIONS.flatMap(describe),
    '## Parameters',
    '',
    '| name | takes |',
    '|---|---|',
    ...PARAMETER_NAMES.map((name) => `| \`${name}\` | ${cell(parameterText(name).description)} |`),
    '',
  ].join('\n');
}

function describe({ name, description, parameters, defaults, argument, parts, examples }: Question): string[] {
  const takes = parameters.map((parameter) => {
    const usual = defaults[parameter];
    const need = argument?.name === parameter && argument.isRequired ? ' (required)' : '';
    return usual === undefined ? `\`${parameter}\`${need}` : `\`${parameter}\` (${usual})`;
  });
  return [
    `## ${name}`,
    '',
    `${description}.`,
    '',
    ...examplesBlock(examples),
    `Takes ${takes.join(', ')}.`,
    '',
    ...parts.flatMap((part) => [
      ...(parts.length > 1 ? [`${part.title} (\`${part.name}\`):`, ''] : []),
      '| column | meaning |',
      '|---|---|',
      ...part.columns.map((column) => `| \`${column.name}\` | ${cell(column.meaning)} |`),
      '',
    ]),
  ];
}
