import { describe, expect, it } from 'vitest';
import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import { HAS_RECORDINGS, recordingPath } from '../recorded.fixture.ts';
import { MALTRAIL, PSAD } from './expected.fixture.ts';
import { BENIGN, measureDay, measureSet, measureVerdicts } from './measure.fixture.ts';

/** The bars that verdicts on real recordings have to clear; `npm run traffic:accuracy` prints the whole table. */
describe.skipIf(!HAS_RECORDINGS)('verdicts on recordings', { timeout: 300_000 }, () => {
  const folder = recordingPath('.').replace(/\/$/, '');

  it.each([
    ['psad', PSAD],
    ['maltrail', MALTRAIL],
  ] as const)('says of every file of %s what its name says', async (_, all) => {
    const verdicts = await measureVerdicts(folder, all, ownKnowledge());
    expect(verdicts.filter(({ isHeld }) => !isHeld)).toEqual([]);
  });

  it('explains at least 95 % of what the scans of psad sent', async () => {
    const { events, unexplained } = await measureSet(folder, 'psad-scans', ownKnowledge());
    expect(unexplained / events).toBeLessThanOrEqual(0.05);
  });

  it('names those who tried many ports of one host within a day', async () => {
    const { scanners25, scanners10, medianAtAlarm, wideGroups, survey } = await measureDay(folder, ownKnowledge());
    expect(scanners25[0]).toBe(scanners25[1]);
    expect(scanners10[0]).toBeGreaterThanOrEqual(0.95 * scanners10[1]);
    expect(medianAtAlarm).toBeLessThanOrEqual(6);
    expect(wideGroups).toEqual(['79.124.0.0/16']);
    expect(survey.summary.unexplained).toBeLessThanOrEqual(0.05 * survey.summary.events);
  });

  it('accuses at most one source in a hundred of ordinary captures', async () => {
    let [sources, accused] = [0, 0];
    const accusations: string[] = [];
    for (const set of BENIGN) {
      const measured = await measureSet(folder, set, ownKnowledge());
      sources += measured.sources;
      accused += measured.accused;
      accusations.push(...measured.accusations);
    }
    expect(accused / sources, accusations.join('\n')).toBeLessThanOrEqual(0.01);
  });
});
