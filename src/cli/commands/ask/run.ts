import { ServiceNamer } from '../../../sockets/service.ts';
import { readArguments, QuestionError } from '../../../store/arguments.ts';
import { questionOf } from '../../../store/ask.ts';
import type { Question } from '../../../store/question.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT, Verdict } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { printable } from '../../printable.ts';
import { storeLocationOf } from '../../store/store-flag.ts';
import { askStore } from './ask-store.ts';
import { withKnownPorts } from './known-ports.ts';
import { writeAnswer } from './write-answer.ts';
import { writeQuestions } from './write-questions.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const [name, ...rest] = input.args;
  if (name === undefined) return writeQuestions(formatOf(input), context);
  try {
    const question = questionOf(name);
    const words = wordsOf(question, rest, input);
    // Before anything is opened: what cannot be asked is said at once. Only the store knows the names of sensors.
    const known = new Map([...words].filter(([word]) => word !== 'sensor'));
    readArguments(question, known, { now: context.now().getTime(), sensors: new Map() });
    const answer = await askStore(question.name, words, storeLocationOf(input, context), context);
    const namer = new ServiceNamer(openKnowledge(), await openOverlay(input, context));
    writeAnswer(withKnownPorts(answer, namer), question, formatOf(input), context);
    if (!answer.isPartial) return;
    context.stdout.flush();
    context.stderr.line(`portolan: PARTIAL ANSWER: ${printable(answer.partialBecause ?? 'not all was asked')}`);
    if (input.has('strict')) throw new Verdict(EXIT.couldNotLook);
  } catch (error) {
    if (error instanceof QuestionError) throw new CliError(EXIT.usage, printable(error.message));
    throw error;
  }
}

/** Parameters by their names: the word behind the question's name, and the flags that are there. */
function wordsOf({ name, argument, parameters }: Question, rest: readonly string[], input: Input): Map<string, string> {
  const words = new Map<string, string>();
  for (const parameter of parameters) {
    const value = input.value(parameter);
    if (value !== null) words.set(parameter, value);
  }
  const [word, second] = rest;
  if (word === undefined) return words;
  const example = argument === undefined ? name : `${name} ${argument.name.toUpperCase()}`;
  if (argument === undefined || second !== undefined) {
    const extra = argument === undefined ? word : (second ?? '');
    throw new QuestionError(`${JSON.stringify(extra)} is one word too many; ask: portolan ask ${example}`);
  }
  if (words.has(argument.name)) {
    throw new QuestionError(`the ${argument.name} is given twice: ${JSON.stringify(word)} and --${argument.name}`);
  }
  return words.set(argument.name, word);
}
