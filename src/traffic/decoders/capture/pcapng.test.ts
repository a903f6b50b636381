import { describe, expect, it } from 'vitest';
import { DIRECTION } from '../../event-batch.ts';
import { TCP } from '../../../net/protocol.ts';
import { decode, expectRobust } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import {
  block,
  captureInterface,
  enhancedPacket,
  ethernet,
  halfWords,
  ipv4,
  option,
  section,
  tcp,
  udp,
  words,
} from './packets.fixture.ts';
import { pcapng } from './pcapng.ts';

const SYN = ethernet(0x0800, ipv4(6, tcp(40_000, 22, TCP.syn)));
const RAW = ipv4(17, udp(1, 2, 'x'));
const BOTH_ORDERS = [
  ['big', true],
  ['little', false],
] as const;

describe.each(BOTH_ORDERS)('a pcapng file, %s-endian', (_, big) => {
  const file = (...blocks: Buffer[]): Buffer => Buffer.concat([section(big), ...blocks]);

  it('is known by its section header', () => {
    expect(pcapng.sniff(headOf(section(big), ''))).toBe(1);
    expect(pcapng.sniff(headOf(section(big).subarray(0, 11), ''))).toBe(0);
    expect(pcapng.sniff(headOf(Buffer.from('\n\r\r\n a text that begins so'), ''))).toBe(0);
  });

  it('gives the events of its packets, each of its own interface', () => {
    const interfaces = [captureInterface(big, 1), captureInterface(big, 101)];
    const packets = [
      enhancedPacket(big, SYN, { ticks: 1_000_000_250_000 }),
      enhancedPacket(big, RAW, { number: 1, ticks: 7_000_000 }),
    ];
    const { events, totals } = decode(pcapng, file(...interfaces, ...packets));
    expect(totals).toMatchObject({ records: 2, silent: 0, malformed: 0 });
    expect(events).toMatchObject([
      { time: 1_000_000.25, dport: 22, record: 1, offset: file(...interfaces).length },
      { time: 7, dport: 2, record: 2 },
    ]);
  });

  it('may count time in other units, from another moment', () => {
    const offset = big ? words(big, 0, 3600) : words(big, 3600, 0);
    const nanoseconds = captureInterface(big, 1, option(big, 9, Buffer.from([9])), option(big, 14, offset));
    const halves = captureInterface(big, 1, option(big, 9, Buffer.from([0x81])));
    const { events } = decode(
      pcapng,
      file(
        nanoseconds,
        halves,
        enhancedPacket(big, SYN, { ticks: 1_500_000_000 }),
        enhancedPacket(big, SYN, { ticks: 3, number: 1 }),
      ),
    );
    expect(events.map(({ time }) => time)).toEqual([3601.5, 1.5]);
  });

  it('may say which way a packet went', () => {
    const flags = (bits: number): Buffer => option(big, 2, words(big, bits));
    const packets = [1, 2, 0].map((bits) => enhancedPacket(big, SYN, { options: flags(bits) }));
    const { events } = decode(pcapng, file(captureInterface(big, 1), ...packets));
    expect(events.map(({ direction }) => direction)).toEqual([DIRECTION.in, DIRECTION.out, DIRECTION.unknown]);
  });

  it('may have simple packets without a time, and obsolete ones', () => {
    const simple = block(big, 3, Buffer.concat([words(big, SYN.length), SYN]));
    const head = [halfWords(big, 0, 0), words(big, 0, 2_000_000, SYN.length, SYN.length), SYN];
    const obsolete = block(big, 2, Buffer.concat(head));
    const { events, totals } = decode(pcapng, file(captureInterface(big, 1), simple, obsolete));
    expect(totals).toMatchObject({ records: 2, malformed: 0 });
    expect(events).toMatchObject([{ dport: 22 }, { dport: 22, time: 2 }]);
    expect(events[0]).not.toHaveProperty('time');
  });

  it('may have further sections, in the other byte order too', () => {
    const input = Buffer.concat([
      file(captureInterface(big, 1), enhancedPacket(big, SYN)),
      section(!big),
      captureInterface(!big, 101),
      enhancedPacket(!big, RAW),
    ]);
    expect(decode(pcapng, input).events).toMatchObject([{ dport: 22 }, { dport: 2 }]);
  });

  it('passes over blocks that hold no packets', () => {
    const others = [4, 5, 10, 0x0bad, 0x40000bad].map((type) => block(big, type, Buffer.from('whatever')));
    const { events, totals } = decode(
      pcapng,
      file(...others, captureInterface(big, 1), ...others, enhancedPacket(big, SYN)),
    );
    expect(totals).toMatchObject({ records: 1, malformed: 0 });
    expect(events).toHaveLength(1);
  });

  it('counts packets that cannot be read, and goes on behind nonsense', () => {
    const broken = enhancedPacket(big, SYN);
    broken.fill(0xff, 4, 8);
    const { events, totals } = decode(
      pcapng,
      file(
        captureInterface(big, 1),
        enhancedPacket(big, SYN, { number: 9 }),
        enhancedPacket(big, SYN, { captured: 5000 }),
        broken,
        enhancedPacket(big, SYN),
      ),
    );
    expect(totals).toMatchObject({ records: 4, malformed: 3, firstMalformed: [1, 2, 3] });
    expect([...totals.notes]).toEqual(['bytes that are no blocks were passed over']);
    expect(events).toMatchObject([{ record: 4 }]);
  });

  it('says so where it is cut off', () => {
    const { totals } = decode(pcapng, file(captureInterface(big, 1), enhancedPacket(big, SYN)).subarray(0, -3));
    expect([...totals.notes]).toEqual(['cut off in the middle of a block behind packet 0']);
  });

  it('is robust', () => {
    const broken = enhancedPacket(big, SYN);
    broken.fill(0xff, 4, 8);
    const packets = [enhancedPacket(big, SYN), broken, enhancedPacket(big, SYN), enhancedPacket(big, SYN)];
    expectRobust(pcapng, file(captureInterface(big, 1), ...packets));
  });
});
