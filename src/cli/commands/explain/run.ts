import { answerQuery } from '../../../knowledge/answer.ts';
import { parseQuery, QueryError } from '../../../knowledge/query.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT, type ExitCode } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { writeAnswers } from './answers.ts';

export async function run(input: Input, context: Context): Promise<void> {
  if (input.args.length === 0) {
    throw new CliError(
      EXIT.usage,
      'nothing to explain: give a port such as 19/udp, a range such as 6000-6063, or a name such as https',
    );
  }
  const knowledge = openKnowledge();
  const overlay = await openOverlay(input, context);
  const failures: { message: string; exitCode: ExitCode }[] = [];
  const answers = input.args.flatMap((text) => {
    try {
      return answerQuery(knowledge, parseQuery(knowledge, text, overlay), overlay);
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      failures.push({ message: error.message, exitCode: error.kind === 'unreadable' ? EXIT.usage : EXIT.found });
      return [];
    }
  });
  if (answers.length > 0) {
    const store = input.has('stored')
      ? (await import('../../store/store-flag.ts')).storeLocationOf(input, context)
      : null;
    const view = { format: formatOf(input), sources: input.has('sources'), here: !input.has('no-here'), store };
    await writeAnswers(answers, view, knowledge, context);
  }
  if (failures.length > 0) {
    const exitCode = failures.some((failure) => failure.exitCode === EXIT.usage) ? EXIT.usage : EXIT.found;
    throw new CliError(exitCode, failures.map((failure) => failure.message).join('\nportolan: '));
  }
}
