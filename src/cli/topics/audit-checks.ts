import type { Check, Impact } from '../../audit/check.ts';
import { CHECKS } from '../../audit/checks/all.ts';
import { OUTSIDE } from '../../audit/vantage/vantage.ts';
import type { Block } from './block.ts';

const IMPACTS: Readonly<Record<Impact, string>> = {
  'read-only': 'nothing is left behind',
  'creates-log-entry': 'a line in the log of the server',
  'may-leave-residue': 'writes, and removes what it wrote; needs --allow-residue',
};

/** Every check: what it looks for, where, and what it leaves behind. */
export const auditChecks: readonly Block[] = [
  'portolan audit runs a check where its protocol was recognised, whatever the port; where nobody knows what answers, on its usual ports. --only ftp runs the checks whose names begin with "ftp.", --only ftp.anonymous that one. A verdict is exposed, not-exposed, inconclusive (with the reason) or not-applicable, and holds from where it was asked.',
  ...CHECKS.flatMap(({ description }): Block[] => [
    { heading: `${description.id}: ${description.title}` },
    { rows: rowsOf(description) },
  ]),
];

function rowsOf({
  transport,
  ports,
  services,
  severity,
  why,
  impact,
  trusted,
  isOptIn,
}: Check['description']): [string, string][] {
  const isForOutside = trusted.every((vantage) => OUTSIDE.includes(vantage));
  return [
    ['where', `${services.join(', ')}; ${ports.map((port) => `${port}/${transport}`).join(' ')}`],
    ['why', `${why} (${severity})`],
    ['leaves', IMPACTS[impact]],
    ...(isForOutside ? [['vantage', 'settled from outside only: --vantage netns'] as [string, string]] : []),
    ...(isOptIn ? [['runs', 'only when its whole name is given'] as [string, string]] : []),
  ];
}
