import type { CommandSpec, Flag } from '../../src/cli/command.ts';
import { ENVIRONMENT_VARIABLES } from '../../src/cli/environment-variables.ts';
import { exitRows } from '../../src/cli/exit-meanings.ts';
import { HELP_FLAG, VERSION_FLAG } from '../../src/cli/help.ts';
import { FILES_READ, NOTES_PLACES } from '../../src/cli/topics/files.ts';
import { TOPICS } from '../../src/cli/topics/topics.ts';
import { bold, escape, example, italic, literal, prose, section, subsection, tagged } from './roff.ts';

export interface PageFacts {
  readonly version: string;
  /** ISO day that the page shows. */
  readonly date: string;
}

/** On its own page each command says "this page"; here it is said once. */
const HELP: Flag = { ...HELP_FLAG, description: 'an overview; behind a command, the page of that command' };

/** portolan(1), from the same data as help and the completions. */
export function manPage(commands: readonly CommandSpec[], { version, date }: PageFacts): string {
  return [
    String.raw`.\" Written by build/man from the commands themselves: do not edit.`,
    `.TH PORTOLAN 1 "${date}" "portolan ${escape(version)}" "User Commands"`,
    section('NAME'),
    String.raw`portolan \- what a port is, who holds it, how far it reaches, what to do`,
    section('SYNOPSIS'),
    synopsis(commands),
    section('DESCRIPTION'),
    description(),
    section('COMMANDS'),
    ...commands.map(describeCommand),
    section('HELP TOPICS'),
    ...TOPICS.map(({ name, summary }) => tagged(bold(`portolan help ${name}`), sentence(summary))),
    section('EXIT STATUS'),
    ...exitRows('long').map(([code, meaning]) => tagged(bold(code), prose(meaning))),
    section('ENVIRONMENT'),
    ...ENVIRONMENT_VARIABLES.map(([name, meaning]) => tagged(bold(name), prose(meaning))),
    section('FILES'),
    ...[...NOTES_PLACES, ...FILES_READ].map(([path, meaning]) => tagged(italic(path), prose(meaning))),
    '.PP',
    `What portolan.yaml may hold is said by\n${bold('portolan help files')}.`,
    section('EXAMPLES'),
    example(commands.flatMap(({ examples }) => examples.slice(0, 1))),
    section('SEE ALSO'),
    '.BR services (5),\n.BR proc (5),\n.BR capabilities (7),\n.BR ip (7),\n.BR lsof (8),\n.BR netstat (8),\n.BR ss (8)',
    '',
  ].join('\n');
}

function synopsis(commands: readonly CommandSpec[]): string {
  return commands
    .map(({ name, flags, argument, rest }) => {
      const parts = [bold(name === '' ? 'portolan' : `portolan ${name}`)];
      if (flags.length > 0) parts.push(`[${italic('options')}]`);
      if (argument !== undefined) parts.push(italic(argument.name));
      if (rest !== undefined) parts.push(italic(rest.name));
      return parts.join(' ');
    })
    .join('\n.br\n');
}

function description(): string {
  return [
    prose(
      'Portolan charts the ports of TCP, UDP, SCTP and DCCP: what a port is registered and used for, which process holds it on this machine, how far it can be reached, and what to do about it. Without a command it shows this machine on one screen.',
    ),
    '.PP',
    prose(
      "It works offline and sends nothing anywhere. Any user may run it; root sees the owners of everybody's sockets.",
    ),
    '.PP',
    prose(
      'A port number alone proves nothing. Portolan keeps apart what a port is registered for, what commonly uses it, which process holds it, and what old lists say of it.',
    ),
    '.PP',
    `Every command has\n${bold('--help')}.\nColour is used on a terminal only.`,
  ].join('\n');
}

function describeCommand({ name, aliases = [], summary, argument, rest, flags, notes, examples }: CommandSpec): string {
  const title = name === '' ? 'portolan, without a command' : `portolan ${name}`;
  const lines = [subsection(title), sentence(summary)];
  if (aliases.length > 0)
    lines.push(`Also called\n${aliases.map((alias) => bold(`portolan ${alias}`)).join(' and ')}.`);
  if (argument !== undefined) lines.push(tagged(italic(argument.name), sentence(argument.description)));
  if (rest !== undefined) lines.push(tagged(italic(rest.name), sentence(rest.description)));
  for (const flag of name === '' ? [...flags, HELP, VERSION_FLAG] : flags) {
    lines.push(tagged(flagTag(flag), describeFlag(flag)));
  }
  if (notes !== undefined) {
    for (const paragraph of notes.split('\n\n')) lines.push('.PP', prose(paragraph));
  }
  lines.push('.PP', 'Examples:', example(examples));
  return lines.join('\n');
}

function flagTag({ long, short, value, inlineValue }: Flag): string {
  const spellings = short === undefined ? [bold(`--${long}`)] : [bold(`-${short}`), bold(`--${long}`)];
  const inline = inlineValue === undefined ? '' : `[=${italic(inlineValue)}]`;
  return spellings.join(', ') + inline + (value === undefined ? '' : ` ${italic(value)}`);
}

function describeFlag({ description: text, values, excludes }: Flag): string {
  const parts = [sentence(text)];
  // Each on its own line: mandoc objects to source lines over 80 bytes.
  if (values !== undefined) parts.push(`One of ${values.map(bold).join(',\n')}.`);
  if (excludes !== undefined) {
    parts.push(`Not together with ${excludes.map((other) => bold(`--${other}`)).join(' or ')}.`);
  }
  return parts.join('\n');
}

/** Descriptions are written for columns, without a capital and a full stop. */
function sentence(text: string): string {
  const closed = /[.?!]$/.test(text) ? text : `${text}.`;
  return prose(closed.charAt(0).toUpperCase() + closed.slice(1)).replaceAll('--', literal('--'));
}
