import { parseInput, type CommandSpec } from './command.ts';
import { completion } from './commands/completion/command.ts';
import { ephemeral } from './commands/ephemeral/command.ts';
import { diff } from './commands/diff/command.ts';
import { doctor } from './commands/doctor/command.ts';
import { explain } from './commands/explain/command.ts';
import { free } from './commands/free/command.ts';
import { glance } from './commands/glance/command.ts';
import { help } from './commands/help/command.ts';
import { kill } from './commands/kill/command.ts';
import { hidden } from './commands/hidden/command.ts';
import { knowledgeClaims } from './commands/knowledge-claims/command.ts';
import { knowledgeExport } from './commands/knowledge-export/command.ts';
import { knowledgePatterns } from './commands/knowledge-patterns/command.ts';
import { lease } from './commands/lease/command.ts';
import { mcp } from './commands/mcp/command.ts';
import { schema } from './commands/schema/command.ts';
import { search } from './commands/search/command.ts';
import { snapshotDrop } from './commands/snapshot-drop/command.ts';
import { snapshotList } from './commands/snapshot-list/command.ts';
import { snapshotSave } from './commands/snapshot-save/command.ts';
import { sockets } from './commands/sockets/command.ts';
import { wait } from './commands/wait/command.ts';
import { who } from './commands/who/command.ts';
import type { CommandRunner } from '../sockets/commands/command.ts';
import { createContext, type Context } from './context.ts';
import { CliError, EXIT, PassedOn, Verdict, type ExitCode } from './exit-code.ts';
import { ReaderGone } from './output.ts';
import { VERSION } from './version.ts';

export const COMMANDS: readonly CommandSpec[] = [
  glance,
  explain,
  search,
  sockets,
  free,
  lease,
  wait,
  who,
  kill,
  ephemeral,
  hidden,
  diff,
  snapshotSave,
  snapshotList,
  snapshotDrop,
  doctor,
  knowledgeClaims,
  knowledgePatterns,
  knowledgeExport,
  mcp,
  schema,
  completion(() => COMMANDS),
  help(() => COMMANDS),
];

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
  const { command, words } = findCommand(argv);
  const end = words.indexOf('--');
  const options = end === -1 ? words : words.slice(0, end);
  const asksHelp = options.includes('--help') || options.includes('-h');
  if (asksHelp) {
    const { formatCommandHelp, formatOverview } = await import('./help.ts');
    context.stdout.write(command.name === '' ? formatOverview(COMMANDS, VERSION) : formatCommandHelp(command));
  } else if (command.name === '' && (words.includes('--version') || words.includes('-V'))) {
    context.stdout.line(VERSION);
  } else {
    const input = parseInput(command, words);
    const runCommand = await command.load();
    await runCommand(input, context);
  }
}

/** The command whose name the words begin with; the nameless one when they begin with an option or not at all. */
function findCommand(words: readonly string[]): { command: CommandSpec; words: readonly string[] } {
  for (const command of COMMANDS) {
    for (const name of [command.name, ...(command.aliases ?? [])]) {
      const parts = name.split(' ');
      if (name !== '' && parts.every((part, index) => words[index] === part)) {
        return { command, words: words.slice(parts.length) };
      }
    }
  }
  const [first] = words;
  if (first !== undefined && !first.startsWith('-')) throw new CliError(EXIT.usage, describeUnknown(first));
  return { command: glance, words };
}

/** People type the port, or half a command: say what they probably meant. */
function describeUnknown(word: string): string {
  if (/^\d/.test(word)) return `"${word}" is not a command; did you mean: portolan explain ${word}`;
  const longer = COMMANDS.filter((command) => command.name.startsWith(`${word} `));
  if (longer.length > 0) {
    return `"${word}" needs another word: ${longer.map((command) => `portolan ${command.name}`).join(', or ')}`;
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
