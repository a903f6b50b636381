import { describe, expect, it } from 'vitest';
import { RecordedProcFs } from '../../../sockets/linux/recorded-proc-fs.fixture.ts';
import { checkRights, parseRights } from './rights.ts';

const status = (uid: number, effective: string): string =>
  `Name:\tnode\nUid:\t1000\t${uid}\t${uid}\t${uid}\nCapInh:\t0000000000000000\nCapEff:\t${effective}\n`;
const of = (text: string) => checkRights(new RecordedProcFs().file('proc/self/status', text));

describe('the rights of this process', () => {
  it('are those that are effective, by the bits of the kernel', () => {
    expect(parseRights(status(0, '000001ffffffffff'))).toEqual({
      uid: 0,
      ptrace: true,
      netAdmin: true,
      sysAdmin: true,
    });
    expect(parseRights(status(7, '0000000000080000'))).toEqual({
      uid: 7,
      ptrace: true,
      netAdmin: false,
      sysAdmin: false,
    });
    expect(parseRights(status(7, '0000000000001000'))).toEqual({
      uid: 7,
      ptrace: false,
      netAdmin: true,
      sysAdmin: false,
    });
    expect(parseRights('')).toBeNull();
  });

  it('are enough with CAP_SYS_PTRACE, whoever has it', () => {
    expect(of(status(1000, '0000000000080000'))).toMatchObject({ state: 'ok', advice: null });
  });

  it('are limited without it, also for root, and the advice is another', () => {
    const [user, root] = [of(status(1000, '0000000000000000')), of(status(0, '00000000a80425fb'))];
    expect([user.state, root.state]).toEqual(['limited', 'limited']);
    expect(user.advice).toContain('as root');
    expect(root.advice).toContain('SYS_PTRACE');
    expect(root.advice).not.toContain('as root');
  });

  it('are not known where the kernel does not say', () => {
    expect(of('')).toMatchObject({ state: 'limited' });
  });
});
