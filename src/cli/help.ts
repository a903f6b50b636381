import type { CommandSpec, Flag } from './command.ts';
import { exitRows } from './exit-meanings.ts';
import { TOPICS } from './topics/topics.ts';
import { wrap } from './wrap.ts';

/** Flags that every command has, and that `main` answers itself. */
export const HELP_FLAG: Flag = { long: 'help', short: 'h', description: 'this page' };
export const VERSION_FLAG: Flag = { long: 'version', short: 'V', description: 'the version' };

const FOOTER_WIDTH = 110;

/** The opening page of `portolan --help`. */
export function formatOverview(commands: readonly CommandSpec[], version: string): string {
  const main = commands.find((command) => command.name === '');
  const named = commands.filter((command) => command.name !== '');
  const rows = named.map((command): [string, string] => [
    [
      [command.name, ...(command.aliases ?? [])].join(', '),
      ...[command.argument, command.rest].flatMap((argument) => argument?.name ?? []),
    ].join(' '),
    command.summary,
  ]);
  return [
    `portolan ${version}: charts the ports. What a port is, who holds it on this machine, how far it reaches, what to do.`,
    '',
    'Usage:',
    ...columns([
      ['portolan', main?.summary ?? ''],
      ...rows.map(([left, right]): [string, string] => [`portolan ${left}`, right]),
    ]),
    '',
    'Options:',
    ...columns([...(main?.flags ?? []), HELP_FLAG, VERSION_FLAG].map(describeFlag)),
    '',
    'Topics:',
    ...columns(TOPICS.map(({ name, summary }) => [`portolan help ${name}`, summary])),
    '',
    'Each command has its own --help. The tutorial, how-tos and reference are in dist/docs beside the program, and under',
    '/docs/ of portolan serve.',
    '',
    ...footer(),
    '',
  ].join('\n');
}

/** `portolan COMMAND --help`. */
export function formatCommandHelp(command: CommandSpec): string {
  const { argument, rest } = command;
  const words = ['portolan', command.name, '[options]', argument?.name ?? '', rest?.name ?? ''].filter(
    (word) => word !== '',
  );
  const lines = [`${command.summary}.`, '', `Usage: ${words.join(' ')}`];
  const operands = [argument, rest].flatMap((one) => (one === undefined ? [] : [one]));
  if (operands.length > 0) lines.push('', ...columns(operands.map(({ name, description }) => [name, description])));
  lines.push('', 'Examples:', ...command.examples.map((example) => `  ${example}`));
  lines.push('', 'Options:', ...columns([...command.flags, HELP_FLAG].map(describeFlag)));
  if (command.notes !== undefined) lines.push('', command.notes);
  return `${lines.join('\n')}\n`;
}

function footer(): string[] {
  const codes = exitRows('short').map(([code, meaning]) => `${code} ${meaning}`);
  return wrap(
    `Exit codes: ${codes.join('; ')}. Colour only on a terminal; NO_COLOR and FORCE_COLOR are honoured. Portolan works offline and sends nothing anywhere.`,
    FOOTER_WIDTH,
  );
}

function describeFlag(flag: Flag): [string, string] {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  const inline = flag.inlineValue === undefined ? '' : `[=${flag.inlineValue}]`;
  return [`${short}--${flag.long}${inline}${flag.value === undefined ? '' : ` ${flag.value}`}`, flag.description];
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
