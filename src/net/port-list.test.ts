import { expect, it } from 'vitest';
import { parsePortList } from './port-list.ts';

it('reads ports and ranges as people write them, and nothing else', () => {
  expect(parsePortList('22')).toEqual([{ from: 22, to: 22 }]);
  expect(parsePortList('22, 1000 – 2000,0-65535')).toEqual([
    { from: 22, to: 22 },
    { from: 1000, to: 2000 },
    { from: 0, to: 65_535 },
  ]);
  for (const text of ['', ' ', '22,', '70000', '9-1', '-1', '1-2-3', 'ssh', '1,'.repeat(300)])
    expect(parsePortList(text), text).toBeNull();
});
