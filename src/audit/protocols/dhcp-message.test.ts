import { describe, expect, it } from 'vitest';
import { ByteReader } from '../bytes/byte-reader.ts';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { dhcpAnswer } from './dhcp-answer.fixture.ts';
import { DHCP_TYPE, decodeDhcp, encodeDhcp } from './dhcp-message.ts';

const mac = Uint8Array.of(2, 1, 2, 3, 4, 5);
const inform = encodeDhcp({ type: DHCP_TYPE.inform, transaction: 7, mac, ownAddress: 0xc000_0202 });

describe('DHCP messages', () => {
  it('are written by RFC 2131 section 2', () => {
    expect(inform.length).toBe(300);
    expect(new ByteReader(inform, 12).u32()).toBe(0xc000_0202);
    expect([...inform.subarray(28, 34)]).toEqual([...mac]);
    expect([...inform.subarray(236, 243)]).toEqual([0x63, 0x82, 0x53, 0x63, 53, 1, 8]);
    const discover = encodeDhcp({ type: DHCP_TYPE.discover, transaction: 7, mac, ownAddress: 0xc000_0202 });
    expect([new ByteReader(discover, 10).u16(), new ByteReader(discover, 12).u32()]).toEqual([0x8000, 0]);
  });

  it('are read', () => {
    const answer = dhcpAnswer(inform, DHCP_TYPE.acknowledgement, 0xc000_0201);
    expect(decodeDhcp(answer)).toEqual({
      type: 5,
      transaction: 7,
      server: '192.0.2.1',
      offered: null,
      routers: ['192.0.2.1'],
      nameServers: ['192.0.2.1', '8.8.8.8'],
    });
    // The options begin at 236, whoever writes them.
    expect([...answer.subarray(236, 240)]).toEqual([0x63, 0x82, 0x53, 0x63]);
    expect(decodeDhcp(inform)).toBeNull();
    expectRobust(decodeDhcp, [answer, inform]);
  });
});
