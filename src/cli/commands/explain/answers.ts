import type { Answer } from '../../../knowledge/answer.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { formatPortRange } from '../../../net/port.ts';
import type { StoreLocation } from '../../../store/location.ts';
import type { Format } from '../../format.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import type { ExplainDocument } from '../../documents.ts';
import { formatAnswers } from './answer-text.ts';

export interface AnswersView {
  readonly format: Format;
  /** List the sources at the end. */
  readonly sources: boolean;
  /** Say what holds the ports on this machine. */
  readonly here: boolean;
  /** Where the store is that is asked too; null for none. */
  readonly store: StoreLocation | null;
}

export async function writeAnswers(
  answers: readonly Answer[],
  view: AnswersView,
  knowledge: Knowledge,
  context: Context,
): Promise<void> {
  const { stdout } = context;
  switch (view.format) {
    case 'json': {
      const { envelope } = await import('../../envelope.ts');
      const document: ExplainDocument = { ...envelope('explain', context), answers };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const answer of answers) stdout.line(JSON.stringify(answer));
      return;
    case 'csv':
      stdout.line('port,transport,class,status,names,title,summary');
      for (const answer of answers) stdout.line(csvLine(csvFields(answer)));
      return;
    case 'text': {
      const holders = view.here
        ? await (await import('./holders.ts')).describeHolders(answers, knowledge, context)
        : null;
      const stored =
        view.store === null ? null : await (await import('./stored.ts')).describeStored(answers, view.store, context);
      for (const line of formatAnswers(answers, { holders, stored, sources: view.sources }, context)) stdout.line(line);
    }
  }
}

function csvFields(answer: Answer): string[] {
  return [
    formatPortRange({ from: answer.port, to: answer.lastPort }),
    answer.transport,
    answer.class,
    answer.registry.status,
    answer.registry.names.join(' '),
    answer.title ?? '',
    answer.summary?.text ?? '',
  ];
}
