import type { Question } from '../question.ts';
import { VERDICT_COLUMNS, verdictList } from '../statements/latest-verdicts.ts';

export const verdicts: Question = {
  name: 'verdicts',
  description: 'What audits found last, of each host, port and check',
  parameters: ['port', 'since', 'until', 'address', 'transport', 'check', 'verdict', 'sensor', 'limit'],
  defaults: { since: 'all', limit: '200' },
  argument: { name: 'port', isRequired: false },
  parts: [{ name: 'verdicts', title: 'Verdicts', columns: VERDICT_COLUMNS, sql: (args) => verdictList(args) }],
  examples: ['portolan ask verdicts --verdict exposed', 'portolan ask verdicts 6379/tcp --address 10.0.0.0/8'],
};
