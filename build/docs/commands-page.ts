import type { CommandSpec, Flag } from '../../src/cli/command.ts';
import { exitRows } from '../../src/cli/exit-meanings.ts';
import { HELP_FLAG, VERSION_FLAG } from '../../src/cli/help.ts';
import { cell, code, prose, sentence, table, writtenFrom, examplesBlock } from './markdown.ts';

/** docs/reference/commands.md, from what every command says of itself. */
export function commandsPage(commands: readonly CommandSpec[]): string {
  return [
    '# Commands',
    '',
    `\`portolan COMMAND --help\` says the same in the terminal. ${writtenFrom('the commands themselves')} The examples are`,
    'held against what each command takes, and are not run.',
    '',
    '## Exit codes',
    '',
    ...table(
      ['code', 'means'],
      exitRows('long').map(([exit, meaning]) => [exit, cell(meaning)]),
    ),
    ...commands.flatMap(describe),
  ].join('\n');
}

function describe({ name, aliases = [], summary, argument, rest, flags, notes, examples }: CommandSpec): string[] {
  const words = ['portolan', name, '[options]', argument?.name ?? '', rest?.name ?? ''].filter((word) => word !== '');
  const operands = [argument, rest].flatMap((one) => (one === undefined ? [] : [one]));
  const all = name === '' ? [...flags, HELP_FLAG, VERSION_FLAG] : [...flags, HELP_FLAG];
  return [
    `## portolan${name === '' ? ', without a command' : ` ${name}`}`,
    '',
    sentence(summary),
    ...(aliases.length === 0 ? [] : ['', `Also: ${aliases.map((alias) => code(`portolan ${alias}`)).join(', ')}.`]),
    '',
    '```text',
    words.join(' '),
    '```',
    '',
    ...examplesBlock(examples),
    ...table(
      ['option', 'means'],
      [
        ...operands.map(({ name: operand, description }) => [cell(code(operand)), cell(prose(description))]),
        ...all.map((flag) => [cell(code(spelling(flag))), cell(meaningOf(flag))]),
      ],
    ),
    ...(notes === undefined ? [] : [prose(notes), '']),
  ];
}

function spelling({ long, short, value, inlineValue }: Flag): string {
  const name = short === undefined ? `--${long}` : `-${short}, --${long}`;
  return `${name}${inlineValue === undefined ? '' : `[=${inlineValue}]`}${value === undefined ? '' : ` ${value}`}`;
}

function meaningOf({ description, values, excludes }: Flag): string {
  const parts = [prose(description)];
  if (values !== undefined && values.length <= 20) parts.push(`one of ${values.map(code).join(', ')}`);
  if (excludes !== undefined) parts.push(`not with ${excludes.map((other) => code(`--${other}`)).join(', ')}`);
  return parts.join('; ');
}
