import { describe, expect, it } from 'vitest';
import { RecordedProcFs } from '../../../sockets/linux/recorded-proc-fs.fixture.ts';
import { checkOutsideView } from './outside-view.ts';

const status = (uid: number, capabilities: string): RecordedProcFs => {
  return new RecordedProcFs().file(
    'proc/self/status',
    `Uid:\t${uid}\t${uid}\t${uid}\t${uid}\nCapEff:\t${capabilities}\n`,
  );
};
const EVERYTHING = '000001ffffffffff';
const all = (): boolean => true;

describe('the check of an outside view', () => {
  it('is content with root, its rights and the programs', () => {
    expect(checkOutsideView(status(0, EVERYTHING), all)).toMatchObject({ state: 'ok', advice: null });
  });

  it('names the program that is not there', () => {
    const found = checkOutsideView(status(0, EVERYTHING), (path) => !path.endsWith('/unshare'));
    expect(found.state).toBe('missing');
    expect(found.found).toContain(': unshare not found in /usr/sbin');
  });

  it('sends others to root, and root without rights out of the container', () => {
    expect(checkOutsideView(status(1000, EVERYTHING), all)).toMatchObject({ state: 'missing' });
    expect(checkOutsideView(status(0, '0000000000001000'), all).advice).toContain('CAP_SYS_ADMIN');
    expect(checkOutsideView(new RecordedProcFs(), all).state).toBe('missing');
  });
});
