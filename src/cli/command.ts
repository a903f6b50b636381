import { parseArgs } from 'node:util';
import { closestNames } from '../knowledge/closest-names.ts';
import type { Context } from './context.ts';
import { CliError, EXIT } from './exit-code.ts';

/** One option of a command. Help, completions and the man page are made from it. */
export interface Flag {
  /** Without dashes: `json`. */
  readonly long: string;
  /** One letter: `t`. */
  readonly short?: string;
  /** Name of the value it takes; absent for a switch. */
  readonly value?: string;
  /** Name of the value that a switch may be given behind an equals sign, and only there: `--http=/health`. */
  readonly inlineValue?: string;
  /** Values worth completing in a shell; which ones it takes, the command itself judges. */
  readonly values?: readonly string[];
  readonly description: string;
  /** Flags that cannot be given with it. */
  readonly excludes?: readonly string[];
}

/** What stands after a command's name besides its options. */
export interface Argument {
  /** As help shows it; with `...` at its end it may be given again. */
  readonly name: string;
  readonly description: string;
  /** Words worth completing in a shell; which ones it takes, the command itself judges. */
  readonly values?: readonly string[];
  /** What shells propose besides: names of services and Trojans, or names of commands. */
  readonly completes?: 'services' | 'commands';
}

/** What a command does with an understood command line. */
export type Run = (input: Input, context: Context) => Promise<void>;

/** One command as data. Its code is loaded only when it runs, so that the others start without it. */
export interface CommandSpec {
  /** `explain`, `knowledge export`; the empty name is the command without a name. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly argument?: Argument;
  /** Words behind `--` that are not for Portolan: a command line to run. Absent: `--` only ends the options. */
  readonly rest?: Argument;
  readonly flags: readonly Flag[];
  /** What the flags alone do not say. */
  readonly notes?: string;
  readonly examples: readonly string[];
  readonly load: () => Promise<Run>;
  /** The command with these words, where what it takes hangs on them; its help is of them too. Absent: it is always the same. */
  readonly narrow?: (words: readonly string[]) => Promise<CommandSpec>;
}

/** A command line, understood. */
export class Input {
  readonly args: readonly string[];
  /** The words behind `--`, of a command that takes them; null when there was no `--`. */
  readonly rest: readonly string[] | null;
  readonly #values: ReadonlyMap<string, string | true>;

  constructor(
    args: readonly string[],
    values: ReadonlyMap<string, string | true>,
    rest: readonly string[] | null = null,
  ) {
    this.args = args;
    this.rest = rest;
    this.#values = values;
  }

  has(flag: string): boolean {
    return this.#values.has(flag);
  }

  value(flag: string): string | null {
    const value = this.#values.get(flag);
    return typeof value === 'string' ? value : null;
  }
}

/** Reads the words after a command's name. Throws CliError (usage) with the sentence that says what is wrong. */
export function parseInput(spec: CommandSpec, words: readonly string[]): Input {
  const end = spec.rest === undefined ? -1 : words.indexOf('--');
  const { tokens } = parseArgs({
    args: end === -1 ? [...words] : words.slice(0, end),
    options: Object.fromEntries(
      spec.flags.map((flag) => [
        flag.long,
        {
          type: flag.value === undefined ? 'boolean' : 'string',
          ...(flag.short !== undefined && { short: flag.short }),
        },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const args: string[] = [];
  const values = new Map<string, string | true>();
  for (const token of tokens) {
    if (token.kind === 'positional') args.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = spec.flags.find(({ long }) => long === token.name);
    if (flag === undefined) throw usage(describeUnknownFlag(spec, token.rawName));
    if (flag.value === undefined && flag.inlineValue === undefined && token.value !== undefined)
      throw usage(`${token.rawName} takes no value`);
    if (flag.value !== undefined && token.value === undefined)
      throw usage(`${token.rawName} needs a value: ${flag.value}`);
    values.set(flag.long, token.value ?? true);
  }
  for (const { long, excludes = [] } of spec.flags) {
    const other = values.has(long) ? excludes.find((name) => values.has(name)) : undefined;
    if (other !== undefined) throw usage(`--${long} and --${other} exclude each other`);
  }
  const [first] = args;
  if (spec.argument === undefined && first !== undefined)
    throw usage(`${titleOf(spec)} takes no argument, and got "${first}"`);
  return new Input(args, values, end === -1 ? null : words.slice(end + 1));
}

function describeUnknownFlag(spec: CommandSpec, rawName: string): string {
  const names = spec.flags.map((flag) => flag.long);
  const [close] = rawName.startsWith('--') ? closestNames(rawName.slice(2), names, 1) : [];
  const other = spec.flags.find((flag) => `-${flag.short}` === rawName.toLowerCase());
  let hint = `see ${spec.name === '' ? 'portolan' : `portolan ${spec.name}`} --help`;
  if (close !== undefined) hint = `did you mean --${close}?`;
  else if (other !== undefined) hint = `did you mean -${other.short}, ${other.description}?`;
  return `${titleOf(spec)} has no option ${rawName}; ${hint}`;
}

function titleOf(spec: CommandSpec): string {
  return spec.name === '' ? 'portolan' : spec.name;
}

function usage(message: string): CliError {
  return new CliError(EXIT.usage, message);
}
