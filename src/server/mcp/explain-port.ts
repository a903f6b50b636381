import * as z from 'zod';
import { answerQuery } from '../../knowledge/answer.ts';
import { parseQuery, QueryError } from '../../knowledge/query.ts';
import { dataResult, READ_ONLY, failure, type Desk, type ToolResult } from './tool.ts';

/** A range over everything has thousands of answers, which no agent reads. */
const MAX_ANSWERS = 20;

export const explainPort = {
  name: 'explain_port',
  config: {
    title: 'Explain a network port',
    description:
      'What a TCP, UDP, SCTP or DCCP port is: registered for (IANA), commonly used for, historically abused by, how risky ' +
      'it is when exposed, what to do, which widespread beliefs about it are wrong, and the source of every statement. ' +
      'A number proves nothing: programs under "malware" are history, never evidence about a machine.',
    inputSchema: z.object({
      query: z
        .string()
        .min(1)
        .max(200)
        .describe('A port (443, 19/udp), a range (6000-6063), a service (https, pop3) or the name of an old Trojan'),
    }),
    annotations: READ_ONLY,
  },
  async run({ query }: { query: string }, { knowledge, overlay }: Desk): Promise<ToolResult> {
    const notes = await overlay();
    try {
      const answers = answerQuery(knowledge, parseQuery(knowledge, query, notes), notes);
      const shown = answers.slice(0, MAX_ANSWERS);
      return dataResult({ answers: shown, omitted: answers.length - shown.length });
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      return failure(`${error.message} (or use search_ports)`);
    }
  },
};
