import { describe, expect, it } from 'vitest';
import { none, record, recordShare, share, skipped } from './figure.ts';
import { reportLines } from './report.ts';

describe('a figure', () => {
  it('holds its target when everything was found, or enough', () => {
    expect(share('ports', 3, 3)).toMatchObject({ figure: '3 of 3', verdict: 'held', target: 'all' });
    expect(share('ports', 2, 3)).toMatchObject({ figure: '2 of 3', verdict: 'missed' });
    expect(share('ports', 2, 3, { atLeast: 2 })).toMatchObject({ verdict: 'held', target: 'at least 2' });
  });

  it('never holds over nothing: 0 of 0 means that nothing was looked at', () => {
    expect(share('ports', 0, 0).verdict).toBe('missed');
  });

  it('of what should not be there holds at nought only', () => {
    expect(none('accusations', []).verdict).toBe('held');
    expect(none('accusations', ['80/tcp'])).toMatchObject({ figure: '1', verdict: 'missed', list: ['80/tcp'] });
  });

  it('without a target says so', () => {
    expect(recordShare('ports', 1, 8)).toMatchObject({ figure: '1 of 8 (12.5 %)', verdict: 'for the record' });
  });
});

describe('the report', () => {
  const lines = (...figures: Parameters<typeof reportLines>[0][number]['figures']): string[] =>
    reportLines([{ id: 'M0', title: 'a measure', figures }]);

  it('says in capitals what was missed and what was skipped, with the reason', () => {
    const text = lines(share('ports', 1, 12_000), skipped('names', 'no nmap here')).join('\n');
    expect(text).toContain('ports: 1 of 12,000, target all, MISSED');
    expect(text).toContain('names: SKIPPED\n        no nmap here');
    expect(text).toMatch(/0 held, 1 missed, 1 skipped$/);
  });

  it('cuts a long list and says how much is left', () => {
    const list = Array.from({ length: 41 }, (_, index) => `port ${index}`);
    const text = lines(record('ports', '41', 41, { list })).join('\n');
    expect(text).toContain('port 39');
    expect(text).not.toContain('port 40');
    expect(text).toContain('and 1 more');
  });
});
