import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFolder, portolan, removeFolder, type Ran } from '../program.fixture.ts';
import { portScan, strangers, ufwLine, START } from './logs.fixture.ts';

/** A report beside the one of yesterday: what is known is one line, and only news count. */
let folder = '';
const path = (name: string): string => join(folder, name);
const OTHER = '203.0.113.99';

beforeAll(() => {
  folder = makeFolder();
  const gone = Array.from({ length: 60 }, (_, place) =>
    ufwLine({ time: START + place, src: '203.0.113.50', dport: 3000 + place }),
  );
  writeFileSync(path('then.log'), [...strangers(10), ...portScan(80), ...gone].join('\n'));
  writeFileSync(path('now.log'), [...strangers(10), ...portScan(80), ...portScan(90, OTHER)].join('\n'));
  writeFileSync(path('same.log'), [...strangers(10), ...portScan(80)].join('\n'));
  writeFileSync(path('then.json'), portolan(['traffic', path('then.log'), '--json']).out);
});

afterAll(() => removeFolder(folder));

const run = (name: string, ...words: readonly string[]): Ran =>
  portolan(['traffic', path(name), '--baseline', path('then.json'), ...words]);

describe('a baseline', () => {
  it('leaves what it has to one line, marks what is new and counts what is gone', () => {
    const { out, code } = run('now.log');
    expect(code).toBe(0);
    expect(out).toMatch(/^2 known from the baseline of \d{4}-\d\d-\d\d \d\d:\d\d, 1 new, 1 gone\.$/m);
    expect(out).toMatch(new RegExp(`new: ${OTHER}: tried 90 ports`));
    expect(out).not.toContain('203.0.113.7: tried');
    expect(run('now.log', '--all').out).toContain('203.0.113.7: tried 80 ports');
  });

  it('lets only news count for --fail-on', () => {
    expect(portolan(['traffic', path('same.log'), '--fail-on', 'low']).code).toBe(1);
    expect(run('same.log', '--fail-on', 'low').code).toBe(0);
    expect(run('now.log', '--fail-on', 'low').code).toBe(1);
    expect(run('now.log', '--fail-on', 'critical').code).toBe(0);
  });

  it('must be a report that can be read', () => {
    expect(portolan(['traffic', path('now.log'), '--baseline', path('now.log')])).toMatchObject({ code: 2, out: '' });
    const { code, err } = portolan(['traffic', path('now.log'), '--baseline', path('nowhere.json')]);
    expect({ code, err }).toEqual({
      code: 3,
      err: `portolan: there is no ${path('nowhere.json')}: look at its name and folder\n`,
    });
  });
});
