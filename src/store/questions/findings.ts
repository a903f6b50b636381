import type { Question } from '../question.ts';
import { FINDING_COLUMNS, findingList } from '../statements/latest-findings.ts';

export const findings: Question = {
  name: 'findings',
  description: 'What was found, the most severe first, each finding once',
  parameters: ['since', 'until', 'severity', 'rule', 'lens', 'port', 'source', 'destination', 'sensor', 'limit'],
  defaults: { since: '7d', severity: 'info', limit: '100' },
  parts: [{ name: 'findings', title: 'Findings', columns: FINDING_COLUMNS, sql: (args) => findingList(args) }],
  examples: ['portolan ask findings --severity high', 'portolan ask findings --source 203.0.113.7 --since 30d'],
};
