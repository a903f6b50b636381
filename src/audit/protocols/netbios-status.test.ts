import { describe, expect, it } from 'vitest';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { netbiosAnswer } from './netbios-answer.fixture.ts';
import { decodeNetbiosStatus, netbiosStatusRequest } from './netbios-status.ts';

const answer = netbiosAnswer(7, [
  ['HOST', 0, 0x0400],
  ['GROUP', 0, 0x8400],
]);

describe('NetBIOS node status', () => {
  it('is asked for every name', () => {
    const sent = Buffer.from(netbiosStatusRequest(7));
    expect(sent.toString('hex', 0, 12)).toBe('000700000001000000000000');
    expect(sent.length).toBe(50);
  });

  it('is read by RFC 1002 section 4.2.18', () => {
    expect(decodeNetbiosStatus(answer, 7)).toEqual({
      names: [
        { name: 'HOST', suffix: 0, isGroup: false },
        { name: 'GROUP', suffix: 0, isGroup: true },
      ],
      mac: '02:00:00:00:00:01',
    });
    expect(decodeNetbiosStatus(answer, 8)).toBeNull();
    expectRobust((bytes) => decodeNetbiosStatus(bytes, 7), [answer]);
  });
});
