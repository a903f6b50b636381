import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVERS } from './catalogue.ts';
import { openLab, whyNoLab, type Lab } from './lab.ts';
import { wrongSigns } from './signs/show.ts';

/** `npm run test:lab`: every server at once, about 250 MB of packages the first time, and some minutes. */
const whyNot = process.env['PORTOLAN_LAB'] === 'full' ? whyNoLab() : 'every server of the lab is for npm run test:lab';
if (whyNot !== null) console.warn(`skipped: ${whyNot}`);

const START_MS = 900_000;
const ASK_MS = 60_000;

describe.skipIf(whyNot !== null)('every server of the lab', () => {
  let lab: Lab | undefined;

  beforeAll(async () => {
    lab = await openLab({ servers: SERVERS });
  }, START_MS);

  afterAll(() => lab?.close());

  it('is up, beside all the others', () => {
    expect(lab?.servers.map(({ server }) => server.name)).toEqual(SERVERS.map(({ name }) => name));
    expect(lab?.servers.filter(({ pid }) => pid === 0)).toEqual([]);
  });

  it('answers from outside as its name says', () => expect(lab && wrongSigns(lab)).toEqual([]), ASK_MS);

  it(
    'still does afterwards: no sign changes what the next one sees',
    () => expect(lab && wrongSigns(lab)).toEqual([]),
    ASK_MS,
  );
});
