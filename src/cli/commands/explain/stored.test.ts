import { describe, expect, it } from 'vitest';
import { describeStory } from './stored.ts';

const part = (name: string, rows: readonly Record<string, string | number>[]) => ({
  name,
  title: name,
  columns: [],
  rows,
  isCut: false,
});

describe('what the store has of a port, in a sentence', () => {
  it('says how many knocks, how many were dropped, who knocked most, and where there is more', () => {
    const days = part('days', [
      { events: 4000, dropped: 0 },
      { events: 211, dropped: 200 },
    ]);
    const sources = part('sources', [{ source: '203.0.113.7' }, { source: '\u001b[31m' }]);
    expect(describeStory({ parts: [days, sources] }, '22/tcp')).toMatch(
      /^4,211 knocks on 22\/tcp in 30 days, 200 of them dropped, most by 203\.0\.113\.7, [^\u001b]+ \(portolan ask port-story 22\/tcp\)$/,
    );
  });

  it('says so where nobody knocked', () => {
    expect(describeStory({ parts: [] }, '22/tcp')).toContain('no knock on 22/tcp in 30 days');
  });
});
