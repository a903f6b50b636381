import { expect, it } from 'vitest';
import { createStyle } from '../style.ts';
import { renderAuditDiffText } from './diff-text.ts';

const style = createStyle(false);
const change = { host: 'mailhost', port: 25, transport: 'tcp', check: null, before: null, after: null } as const;

it('tells differences one a line, the worse last, and their sum', () => {
  const lines = renderAuditDiffText(
    {
      changes: [
        {
          ...change,
          kind: 'verdict',
          check: 'smtp.open-relay',
          before: 'not-exposed',
          after: 'exposed',
          isWorse: true,
        },
        { ...change, kind: 'opened', port: 8080, after: 'http, \u001b[2Jnginx', isWorse: true },
        { ...change, kind: 'closed', port: 23, before: 'telnet', isWorse: false },
      ],
      notes: ['the second: the file ends early'],
    },
    { width: 80, style },
  );
  expect(lines).toEqual([
    'closed    23/tcp of mailhost: was telnet',
    'changed   25/tcp of mailhost: smtp.open-relay was not-exposed, is exposed',
    'opened    8080/tcp of mailhost: http, ?[2Jnginx',
    '',
    'Note: the second: the file ends early.',
    '3 differences, 2 to look at.',
  ]);
  expect(renderAuditDiffText({ changes: [], notes: [] }, { width: 80, style })).toEqual(['Nothing is different.']);
});
