import type { Impact } from '../../src/audit/check.ts';
import { CHECKS } from '../../src/audit/checks/all.ts';
import { OUTSIDE } from '../../src/audit/vantage/vantage.ts';
import { cell, code, table, writtenFrom } from './markdown.ts';

const IMPACTS: Readonly<Record<Impact, string>> = {
  'read-only': 'nothing',
  'creates-log-entry': 'a line in the log of the server',
  'may-leave-residue': 'it writes, and removes what it wrote; needs `--allow-residue`',
};

/** docs/reference/checks.md, from what every check says of itself. */
export function checksPage(): string {
  return [
    '# Checks',
    '',
    `The ${CHECKS.length} checks of \`portolan audit\`. A check runs where its protocol was recognised, whatever the port; where nobody knows`,
    'what answers, on its usual ports. `--only ftp` runs those whose names begin with `ftp.`, `--only ftp.anonymous` that one. What a',
    'check may send and receive is bounded; what it really said stands in the finding, line by line.',
    writtenFrom('`src/audit/checks/`'),
    '',
    ...CHECKS.flatMap(({ description: check }) => [
      `## ${check.id}`,
      '',
      `${check.title}. ${check.why}`,
      '',
      ...table(
        ['', ''],
        [
          ['severity', check.severity],
          [
            'runs on',
            cell(`${check.services.join(', ')}; ${check.ports.map((port) => `${port}/${check.transport}`).join(', ')}`),
          ],
          [
            'sends',
            `at most ${plural(check.budget.maxRounds, 'connection or round', 'connections or rounds')}, ${bytes(check.budget.maxBytesOut)}; reads at most ${bytes(check.budget.maxBytesIn)}; ${check.budget.maxMs / 1000} s`,
          ],
          ['leaves', IMPACTS[check.impact]],
          ...(check.trusted.every((vantage) => OUTSIDE.includes(vantage))
            ? [['vantage', 'exposed is settled from outside only: [Vantage](../explanation/vantage.md)']]
            : []),
          ...(check.isOptIn ? [['runs', 'only when its whole name is given']] : []),
          ...(check.references.length === 0 ? [] : [['sources', check.references.map(code).join(', ')]]),
          ...Object.entries(check.fixes).map(([product, { file, change, apply }]) => [
            product === '*' ? 'to end it' : `to end it in ${product}`,
            cell(`${file}: ${change}; then ${apply}`),
          ]),
        ],
      ),
    ]),
  ].join('\n');
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function bytes(count: number): string {
  return `${count.toLocaleString('en')} bytes`;
}
