import { describe, expect, it } from 'vitest';
import { MARK } from '../event-batch.ts';
import { batchOf } from '../events.fixture.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { Roles } from '../roles.ts';
import { EventView, FLAG_SET, TRANSPORT } from './view.ts';

/** Names of the flag sets that a packet with these flags shows. */
function setsOf(flags: number, more: { protocol?: number; marks?: number } = {}): string[] {
  const batch = batchOf([{ flags, ...more }]);
  const view = new EventView(batch);
  view.update(new Roles(batch, []));
  return Object.entries(FLAG_SET).flatMap(([name, bit]) => (((view.flagSet[0] ?? 0) & bit) === 0 ? [] : [name]));
}

function transportOf(protocol: number): number {
  const batch = batchOf([{ protocol }]);
  const view = new EventView(batch);
  view.update(new Roles(batch, []));
  return view.transport[0] ?? 0;
}

describe('the name of TCP flags', () => {
  const { fin, syn, rst, psh, ack, urg, ece, cwr } = TCP;
  it.each([
    [syn, 'syn'],
    [syn | ece | cwr, 'syn'], // RFC 3168: asks for ECN
    [syn | psh, 'syn'],
    [syn | ack, 'syn-ack'],
    [ack, 'ack'],
    [ack | urg, 'ack'],
    [ack | psh, 'push-ack'],
    [rst, 'rst'],
    [rst | ack, 'rst-ack'],
    [fin, 'fin'],
    [fin | ack, 'fin-ack'],
    [fin | psh | ack, 'fin-ack'],
    [0, 'null'],
    [ece, 'null'],
    [fin | psh | urg, 'xmas'],
    [urg, 'xmas'],
    [psh, 'xmas'],
    [syn | fin, 'syn-fin'],
    [syn | fin | rst | psh | ack | urg, 'syn-fin'],
  ])('%i is %s', (flags, name) => {
    expect(setsOf(flags)).toEqual([name]);
  });

  it('is none of a reset that opens, of another protocol, and where flags are not known', () => {
    expect(setsOf(syn | rst)).toEqual([]);
    expect(setsOf(syn, { protocol: PROTOCOL.udp })).toEqual([]);
    expect(setsOf(syn, { marks: MARK.ports })).toEqual([]);
  });
});

describe('the transport of an event', () => {
  it('is that of its protocol; UDP-Lite is UDP, and others have none', () => {
    expect(transportOf(6)).toBe(TRANSPORT.tcp);
    expect(transportOf(136)).toBe(TRANSPORT.udp);
    expect(transportOf(58)).toBe(TRANSPORT.icmpv6);
    expect([47, 255, 0].map(transportOf)).toEqual([0, 0, 0]);
  });
});
