import * as z from 'zod';
import { PARAMETER_NAMES, parameterText } from '../../store/parameter-list.ts';
import { QUESTION_NAMES } from '../../store/question-names.ts';
import { answered, firstOf, READ_ONLY, type Desk, type ToolResult } from './tool.ts';

const MAX_ROWS = 100;

const input = z.object({
  question: z.enum(QUESTION_NAMES).describe('Name of the question'),
  parameters: z
    .partialRecord(z.enum(PARAMETER_NAMES as readonly [string, ...string[]]), z.string().max(200))
    .default({})
    .describe(PARAMETER_NAMES.map((name) => `${name}: ${parameterText(name).description}`).join('; ')),
});

export const askStore = {
  name: 'ask_store',
  config: {
    title: 'Ask what the store remembers',
    description:
      'A named question to the store of events, listeners and audits of all sensors: who knocked, what is new, what got ' +
      `through. At most ${MAX_ROWS} rows a table. Each question takes some of the parameters; a wrong one is told.`,
    inputSchema: input,
    annotations: READ_ONLY,
  },
  run({ question, parameters }: z.infer<typeof input>, ask: NonNullable<Desk['askStore']>): Promise<ToolResult> {
    return answered(async () => {
      const words = Object.entries(parameters).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as const],
      );
      const answer = await ask(question, new Map(words));
      const parts = answer.parts.map((part) => {
        const { shown, omitted } = firstOf(part.rows, MAX_ROWS);
        return { ...part, rows: shown, isCut: part.isCut || omitted > 0 };
      });
      return { ...answer, parts };
    });
  },
};
