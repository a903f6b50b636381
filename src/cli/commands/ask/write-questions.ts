import { parameterText } from '../../../store/parameter-list.ts';
import { listQuestions, type QuestionInBrief } from '../../../store/question-list.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import type { QuestionsDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import type { Format } from '../../format.ts';
import { alignedTable, type Column } from '../../table.ts';

/** What there is to ask. */
export function writeQuestions(format: Format, context: Context): void {
  const { stdout, style, isTerminal, width } = context;
  const questions = listQuestions();
  switch (format) {
    case 'json': {
      const document: QuestionsDocument = { ...envelope('questions', context), questions };
      return stdout.line(JSON.stringify(document, null, 2));
    }
    case 'ndjson':
      for (const question of questions) stdout.line(JSON.stringify(question));
      return;
    case 'csv':
      stdout.line('name,description,parameters');
      for (const { name, description, parameters } of questions) {
        stdout.line(csvLine([name, description, parameters.map((parameter) => parameter.name).join(' ')]));
      }
      return;
    case 'text': {
      const columns: Column<QuestionInBrief>[] = [
        { title: 'QUESTION', cell: usageOf },
        { title: 'ANSWERS', cell: ({ description }) => description, shrinkTo: 30 },
      ];
      const decorate = (line: string, question: QuestionInBrief | null): string =>
        question === null ? style.dim(line) : line;
      for (const line of alignedTable(columns, () => questions, width, decorate)) stdout.line(line);
      if (!isTerminal) return;
      stdout.line();
      stdout.line(style.dim('portolan ask top-ports --since 7d    portolan ask QUESTION --help'));
    }
  }
}

function usageOf({ name, parameters }: QuestionInBrief): string {
  const required = parameters.find(({ isRequired }) => isRequired);
  return required === undefined ? name : `${name} ${parameterText(required.name).value}`;
}
