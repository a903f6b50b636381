import type { CommandSpec, Flag } from './command.ts';

const FOOTER = `Exit codes: 0 done; 1 not found, or findings at or above --fail-on; 2 usage; 3 could not look;
4 refused for safety; 130 interrupted. Colour only on a terminal; NO_COLOR and FORCE_COLOR are honoured.
Portolan works offline and sends nothing anywhere.`;

/** The opening page of `portolan --help`. */
export function formatOverview(commands: readonly CommandSpec[], version: string): string {
  const main = commands.find((command) => command.name === '');
  const named = commands.filter((command) => command.name !== '');
  const rows = named.map((command): [string, string] => [
    [command.name, ...(command.aliases ?? [])].join(', ') +
      (command.argument === undefined ? '' : ` ${command.argument.name}`),
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
    ...columns([...(main?.flags ?? []).map(describeFlag), ...GENERAL]),
    '',
    'Each command has its own --help.',
    '',
    FOOTER,
    '',
  ].join('\n');
}

/** `portolan COMMAND --help`. */
export function formatCommandHelp(command: CommandSpec): string {
  const words = ['portolan', command.name, '[options]', command.argument?.name ?? ''].filter((word) => word !== '');
  const lines = [`${command.summary}.`, '', `Usage: ${words.join(' ')}`];
  if (command.argument !== undefined)
    lines.push('', ...columns([[command.argument.name, command.argument.description]]));
  lines.push('', 'Examples:', ...command.examples.map((example) => `  ${example}`));
  lines.push('', 'Options:', ...columns([...command.flags.map(describeFlag), GENERAL[0]]));
  if (command.notes !== undefined) lines.push('', command.notes);
  return `${lines.join('\n')}\n`;
}

const GENERAL: readonly [[string, string], [string, string]] = [
  ['-h, --help', 'this page'],
  ['-V, --version', 'the version'],
];

function describeFlag(flag: Flag): [string, string] {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  return [`${short}--${flag.long}${flag.value === undefined ? '' : ` ${flag.value}`}`, flag.description];
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
