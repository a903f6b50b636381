import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../../event-batch.ts';
import { PROTOCOL } from '../../../net/protocol.ts';
import { decode, expectRobust } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { azureFlow } from './azure-flow.ts';

const nsg = (version: number, rule: string, tuples: readonly string[]): object => ({
  time: '2026-10-09T08:00:32.9050560Z',
  systemId: 'a0fca5ce',
  category: 'NetworkSecurityGroupFlowEvent',
  properties: { Version: version, flows: [{ rule, flows: [{ mac: '000D3AF87856', flowTuples: tuples }] }] },
});
const vnet = (groups: readonly (readonly [string, readonly string[]])[]): object => ({
  time: '2026-10-09T08:00:52.5625085Z',
  flowLogVersion: 4,
  category: 'FlowLogFlowEvent',
  flowRecords: {
    flows: [{ aclID: '9a8b', flowGroups: groups.map(([rule, flowTuples]) => ({ rule, flowTuples })) }],
  },
});
const DENIED = '1487282421,203.0.113.95,192.0.2.4,51529,5358,T,I,D';
const CONTINUED = '1722279662,192.0.2.5,198.51.100.4,58738,443,T,O,A,C,72,94309,120,64560';
const BEGUN = '1722279600,192.0.2.5,198.51.100.4,58738,443,T,O,A,B,,,,';
const VNET_BEGUN = '1663146003599,192.0.2.6,198.51.100.180,23956,443,6,O,B,NX,0,0,0,0';
const VNET_END = '1663146003606,2001:db8::6,2001:db8::180,23956,53,17,O,E,X,3,767,2,1580';
const VNET_DENIED = '1663145998065,203.0.113.54,192.0.2.6,55188,22,6,I,D,NX,0,0,0,0';
const DOCUMENT = {
  records: [
    vnet([
      ['AllowOut', [VNET_BEGUN, VNET_END]],
      ['DenyAll', [VNET_DENIED]],
    ]),
  ],
};

describe('an Azure flow log', () => {
  it('is known by its shape', () => {
    const sniff = (text: string): number => azureFlow.sniff(headOf(Buffer.from(text), 'PT1H.json'));
    expect(sniff(JSON.stringify(DOCUMENT))).toBe(1);
    expect(sniff(`\ufeff${JSON.stringify(DOCUMENT, null, 2)}`)).toBe(1);
    expect(sniff('{"records":[{"category":"NetworkSecurityGroupEvent"}]}')).toBe(0);
    expect(sniff('text about "flowTuples": [')).toBe(0);
  });

  it('reads the tuples of network security groups, version 1 and 2', () => {
    const { events, totals, titles } = decode(
      azureFlow,
      JSON.stringify({ records: [nsg(1, 'DenyAllInBound', [DENIED]), nsg(2, 'Out', [BEGUN, CONTINUED])] }),
    );
    expect(titles).toEqual(['Azure network security group flow log']);
    expect(totals).toMatchObject({ records: 3, malformed: 0 });
    expect(events).toMatchObject([
      {
        time: 1487282421,
        source: '203.0.113.95',
        destination: '192.0.2.4',
        sport: 51529,
        dport: 5358,
        protocol: PROTOCOL.tcp,
        direction: DIRECTION.in,
        outcome: 'dropped',
        packets: 1,
        label: 'DenyAllInBound',
        marks: MARK.ports,
      },
      { time: 1722279600, packets: 0, outcome: 'allowed', direction: DIRECTION.out, label: 'Out' },
      { packets: 72, bytes: 94309, packetsBack: 120, bytesBack: 64560, outcome: 'allowed' },
    ]);
    expect(events[0]).not.toHaveProperty('bytes');
    expect(events[1]).not.toHaveProperty('bytes');
  });

  it('reads the tuples of virtual networks', () => {
    const text = JSON.stringify(DOCUMENT);
    const { events, titles } = decode(azureFlow, text);
    expect(titles).toEqual(['Azure virtual network flow log']);
    expect(events).toMatchObject([
      { time: 1663146003.599, packets: 0, label: 'AllowOut', outcome: 'allowed', offset: text.indexOf(VNET_BEGUN) },
      {
        source: '2001:db8::6',
        protocol: PROTOCOL.udp,
        packets: 3,
        bytes: 767,
        packetsBack: 2,
        bytesBack: 1580,
        record: 2,
      },
      { outcome: 'dropped', packets: 1, label: 'DenyAll', dport: 22, direction: DIRECTION.in },
    ]);
  });

  it('reads every way the documents are written', () => {
    const plain = decode(azureFlow, JSON.stringify(DOCUMENT)).events.map((event) => ({ ...event, offset: 0 }));
    const same = (text: string): void => {
      const { events, totals } = decode(azureFlow, text);
      expect(events.map((event) => ({ ...event, offset: 0 }))).toEqual(plain);
      expect(totals.notes.size).toBe(0);
    };
    same(JSON.stringify(DOCUMENT, null, 4));
    same(`${JSON.stringify(DOCUMENT.records[0])}\n`);
    same(`\n[${JSON.stringify(DOCUMENT.records)}]\r\n{}`);
    expect(decode(azureFlow, JSON.stringify(DOCUMENT).repeat(3)).events).toHaveLength(9);
  });

  it('does not give the rule of one group to the next', () => {
    const [group] = DOCUMENT.records;
    const sorted = JSON.stringify({ a: group, b: { flowTuples: [VNET_DENIED], rule: 'later' } });
    expect(decode(azureFlow, sorted).events.map(({ label }) => label)).toEqual(['AllowOut', 'AllowOut', 'DenyAll', '']);
  });

  it('counts tuples it cannot read', () => {
    const bad = ['', 'x,y', DENIED.replace('203.', '303.'), DENIED.replace(',D', ',Q'), DENIED];
    const { events, totals } = decode(azureFlow, JSON.stringify(nsg(1, 'r', bad)));
    expect(events).toHaveLength(1);
    expect(totals).toMatchObject({ records: 5, malformed: 4, firstMalformed: [1, 2, 3, 4] });
  });

  it('needs little memory, whatever the document is', () => {
    const long = `{"rule":"${'x'.repeat(300_000)}\\"","flowTuples":["${DENIED}"]}`;
    expect(decode(azureFlow, long, [7, 70_001, 9]).events).toMatchObject([{ label: '', dport: 5358 }]);
    const deep = `${'[{"a":'.repeat(100_000)}{"flowTuples":["${DENIED}"]}`;
    expect(decode(azureFlow, deep).totals.notes).toEqual(new Set(['the last document is cut off']));
  });

  it('is robust', () => {
    expectRobust(azureFlow, JSON.stringify(DOCUMENT, null, 1) + JSON.stringify(nsg(2, 'Out', [BEGUN, CONTINUED])));
  });
});
