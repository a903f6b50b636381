import { parseInput, type CommandSpec } from './command.ts';
import { allCommands, COMMANDS, type CommandEntry } from './commands.ts';
import type { CommandRunner } from '../sockets/commands/command.ts';
import { createContext, type Context } from './context.ts';
import { CliError, EXIT, PassedOn, Verdict, type ExitCode } from './exit-code.ts';
import { ReaderGone } from './output.ts';
import { VERSION } from './version.ts';

/** Runs one command line and returns its exit code. Whatever goes wrong becomes one sentence on stderr. */
export async function run(argv: readonly string[], context: Context): Promise<number> {
  try {
    await dispatch(argv, context);
    context.stdout.flush();
    context.stderr.flush();
    return EXIT.done;
  } catch (error) {
    if (error instanceof PassedOn) return error.exitCode;
    return report(error, context);
  }
}

async function dispatch(argv: readonly string[], context: Context): Promise<void> {
  const { entry, words } = findCommand(argv);
  const end = words.indexOf('--');
  const options = end === -1 ? words : words.slice(0, end);
  const asksHelp = options.includes('--help') || options.includes('-h');
  const isNameless = entry.names[0] === '';
  if (asksHelp) {
    const { formatCommandHelp, formatOverview } = await import('./help.ts');
    const page = isNameless
      ? formatOverview(await allCommands(), VERSION)
      : formatCommandHelp(await specOf(entry, options));
    context.stdout.write(page);
  } else if (isNameless && (words.includes('--version') || words.includes('-V'))) {
    context.stdout.line(VERSION);
  } else {
    const command = await specOf(entry, words);
    const input = parseInput(command, words);
    const runCommand = await command.load();
    await runCommand(input, context);
  }
}

async function specOf(entry: CommandEntry, words: readonly string[]): Promise<CommandSpec> {
  const spec = await entry.spec();
  return spec.narrow === undefined ? spec : await spec.narrow(words);
}

/** The command whose name the words begin with; the nameless one when they begin with an option or not at all. */
function findCommand(words: readonly string[]): { entry: CommandEntry; words: readonly string[] } {
  for (const entry of COMMANDS) {
    for (const name of entry.names) {
      const parts = name.split(' ');
      if (name !== '' && parts.every((part, index) => words[index] === part)) {
        return { entry, words: words.slice(parts.length) };
      }
    }
  }
  const [first] = words;
  if (first !== undefined && !first.startsWith('-')) throw new CliError(EXIT.usage, describeUnknown(first));
  return { entry: COMMANDS[0], words };
}

/** People type the port, or half a command: say what they probably meant. */
function describeUnknown(word: string): string {
  if (/^\d/.test(word)) return `"${word}" is not a command; did you mean: portolan explain ${word}`;
  const longer = COMMANDS.map(({ names }) => names[0]).filter((name) => name.startsWith(`${word} `));
  if (longer.length > 0) {
    return `"${word}" needs another word: ${longer.map((name) => `portolan ${name}`).join(', or ')}`;
  }
  return `"${word}" is not a command; portolan --help lists them, and portolan explain ${word} looks for a port of that name`;
}

function report(error: unknown, context: Context): ExitCode {
  if (error instanceof ReaderGone) return EXIT.done;
  if (!(error instanceof Verdict)) context.stderr.line(`portolan: ${describeFailure(error, context)}`);
  // What was found before it failed is still true. What nobody can be told any more, nobody hears.
  for (const output of [context.stdout, context.stderr]) {
    try {
      output.flush();
    } catch (failure) {
      if (!(failure instanceof ReaderGone || failure instanceof CliError)) throw failure;
    }
  }
  return error instanceof CliError ? error.exitCode : EXIT.couldNotLook;
}

function describeFailure(error: unknown, { environment }: Context): string {
  if (error instanceof CliError) return error.message;
  const debug = environment['PORTOLAN_DEBUG'] !== undefined;
  const detail = error instanceof Error ? ((debug ? error.stack : undefined) ?? error.message) : String(error);
  return `unexpected failure: ${detail}\nThis is a fault in portolan; PORTOLAN_DEBUG=1 shows where.`;
}

export async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), await onSystem(process.platform, createContext()));
}

/** Linux has its tables in /proc; other systems are asked by their commands, whose parsers only they load. */
export async function onSystem(platform: NodeJS.Platform, context: Context, runner?: CommandRunner): Promise<Context> {
  if (platform === 'linux') return context;
  const { openSocketSource } = await import('./snapshot/other-systems.ts');
  return { ...context, socketSource: openSocketSource(platform, context, runner) };
}
