import { describe, expect, it } from 'vitest';
import { MIDNIGHT, OURS, OUTSIDE, type TestEvent } from '../events.fixture.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { analyse } from './analyse.fixture.ts';

const many = (count: number, event: (number: number) => TestEvent): TestEvent[] =>
  Array.from({ length: count }, (_, number) => ({ time: MIDNIGHT + number, ...event(number) }));

/** Ports that no pattern is about. */
const dull = (number: number): number => 10_100 + 3 * number;

describe('a scan', () => {
  it('of many ports of one host is a sweep, with its numbers', () => {
    const { sightings } = analyse(many(200, (number) => ({ dport: dull(number) })));
    const sweep = sightings.find(({ pattern }) => pattern.id === 'sweep');
    expect(sweep).toMatchObject({ hosts: 1, ports: 200, sources: 1 });
    expect(sweep?.what).toContain('tried 200 ports of 1 host');
    expect(sweep?.tally.events).toBe(200);
    expect(sweep?.tally.first?.record).toBe(1);
  });

  it('of many hosts is a sweep as well, over IPv6 too', () => {
    for (const network of ['198.51.100.', '2001:db8:1::']) {
      const from = network.includes(':') ? '2001:db8::5' : OUTSIDE;
      const { sightings } = analyse(many(100, (number) => ({ from, to: `${network}${number + 1}`, dport: 10_100 })));
      expect(sightings.find(({ pattern }) => pattern.id === 'sweep')).toMatchObject({ hosts: 100, ports: 1 });
    }
  });

  it('is not seen in one target that is tried again and again', () => {
    expect(analyse(many(200, () => ({ dport: 10_100 }))).ids).not.toContain('sweep');
  });

  it('is not seen where the targets answer', () => {
    const { ids } = analyse(
      many(200, (number) => ({ to: `198.51.100.${number + 1}`, dport: 443, outcome: 'answered' })),
    );
    expect(ids).not.toContain('sweep');
  });

  it('of four targets is a scanner, and not yet told by itself', () => {
    const { sightings } = analyse(many(4, (number) => ({ dport: dull(number) })));
    expect(sightings.filter(({ pattern }) => pattern.id === 'sweep')).toMatchObject([{ severity: 'info', sources: 1 }]);
    expect(analyse(many(3, (number) => ({ dport: dull(number) }))).ids).not.toContain('sweep');
  });

  it('that takes days is a slow one', () => {
    const { ids } = analyse(many(40, (number) => ({ dport: dull(number), time: MIDNIGHT + number * 1200 })));
    expect(ids).toContain('slow-scan');
  });

  it('of ports and hosts alike is a block', () => {
    const { ids } = analyse(
      many(100, (number) => ({ to: `198.51.100.${1 + (number % 10)}`, dport: dull(Math.floor(number / 10)) })),
    );
    expect(ids).toContain('block-scan');
  });

  it('that is shared out among machines of one network is one scan', () => {
    const { sightings } = analyse(
      many(400, (number) => ({ from: `203.0.113.${1 + (number % 10)}`, dport: dull(number) })),
    );
    const one = sightings.find(({ pattern }) => pattern.id === 'coordinated-scan');
    expect(one).toMatchObject({ sources: 10, hosts: 1, ports: 400 });
    expect(one?.members).toHaveLength(10);
    expect(one?.what).toContain('10 machines of 203.0.113.0/24');
    expect(sightings.some(({ pattern }) => pattern.id === 'sweep')).toBe(false);
  });

  it('by strangers who try the same is not one scan', () => {
    const { ids } = analyse(
      many(400, (number) => ({ from: `203.0.113.${1 + (number % 10)}`, dport: dull(Math.floor(number / 10)) })),
    );
    expect(ids).not.toContain('coordinated-scan');
  });

  it('by a tool that leaves its mark names the tool', () => {
    const { sightings } = analyse(many(60, (number) => ({ dport: dull(number), ipId: 54_321, marks: 1 | 4 | 32 })));
    expect(sightings.find(({ pattern }) => pattern.id === 'sweep')?.tools.join()).toContain('ZMap');
  });

  it('with the mark on some packets only, as chance has it, names none', () => {
    const { sightings } = analyse(
      many(60, (number) => ({ dport: dull(number), ipId: number === 30 ? 54_321 : number, marks: 1 | 4 | 32 })),
    );
    const sweep = sightings.find(({ pattern }) => pattern.id === 'sweep');
    expect(sweep).toBeDefined();
    expect(sweep?.tools).toEqual([]);
  });

  it('in a log that shows too little of its packets names none', () => {
    const { sightings } = analyse(many(60, (number) => ({ dport: dull(number), marks: 1 | 32 })));
    expect(sightings.find(({ pattern }) => pattern.id === 'sweep')?.tools).toEqual([]);
  });
});

describe('backscatter', () => {
  const answer = (number: number): TestEvent => ({
    flags: TCP.syn | TCP.ack,
    sport: 80,
    dport: 1024 + number * 7,
    to: `198.51.100.${1 + (number % 50)}`,
  });

  it('is answers that nobody asked for, and their sender the victim', () => {
    const { sightings } = analyse(many(100, answer));
    const one = sightings.find(({ pattern }) => pattern.id === 'backscatter');
    expect(one?.tally.events).toBe(100);
    expect(one?.what).toContain('answered from port 80');
  });

  it('explains its events as harmless: late answers among them, and what nothing else explains', () => {
    for (const flags of [TCP.syn | TCP.ack, TCP.rst | TCP.ack]) {
      const { analysis } = analyse(many(640, (number) => ({ ...answer(number * 13), to: '198.51.100.1', flags })));
      const { harmless, findings, unexplained } = analysis.explained;
      expect([findings, harmless + unexplained]).toEqual([0, 640]);
      // What the first few were taken for is only guessed.
      expect(unexplained).toBeLessThan(8);
    }
  });

  it('is not seen at a source that tries as much itself', () => {
    const tries = many(100, (number) => ({ dport: dull(number) }));
    expect(analyse([...many(100, answer), ...tries]).ids).not.toContain('backscatter');
  });
});

describe('a flood', () => {
  const forged = (number: number): string => `203.0.${number % 200}.${1 + (Math.floor(number / 200) % 250)}`;

  it('is far more than usual, of which hardly anything becomes a conversation', () => {
    const { sightings } = analyse(
      many(30_000, (number) => ({ from: forged(number), dport: 443, time: MIDNIGHT + number / 200 })),
    );
    const flood = sightings.find(({ pattern }) => pattern.id === 'syn-flood');
    // The first 600 packets of a minute only show that the service is busy.
    expect(flood?.what).toMatch(/up to (19\d|200) packets a second/);
    expect(flood?.why.join()).toContain('probably forged');
  });

  it('is seen however far into a minute it begins: its own beginning is nothing usual', () => {
    for (const into of [0, 7, 20, 35, 50, 59]) {
      const { ids } = analyse(
        many(36_000, (number) => ({ from: forged(number), dport: 443, time: MIDNIGHT + into + number / 200 })),
      );
      expect(ids, `${into} s into a minute`).toContain('syn-flood');
    }
  });

  it('is not seen where so much is usual', () => {
    const steady = many(60_000, (number) => ({ from: forged(number), dport: 443, time: MIDNIGHT + 31 + number / 20 }));
    expect(analyse(steady).ids).not.toContain('syn-flood');
  });

  it('is not seen where the service answers, nor where there are no times', () => {
    const answered = many(30_000, (number): TestEvent => ({
      from: forged(number),
      dport: 443,
      time: MIDNIGHT + number / 200,
      outcome: 'answered',
    }));
    expect(analyse(answered).ids).not.toContain('syn-flood');
    expect(analyse(answered.map((event) => ({ ...event, outcome: 'dropped', time: Number.NaN }))).ids).not.toContain(
      'syn-flood',
    );
  });
});

describe('guessing, and regular visits', () => {
  const login = (number: number): TestEvent => ({
    from: '8.8.4.4',
    to: OURS,
    dport: 22,
    outcome: 'answered',
    flags: TCP.syn | TCP.ack | TCP.fin,
    packets: 12,
    bytes: 1200 + (number % 3),
    bytesBack: 1800,
    packetsBack: 12,
    // Neither all at once nor at a steady pace.
    time: MIDNIGHT + number * 20 + ((number * 7919) % 17),
  });

  it('is many conversations of one size with a service that has a login', () => {
    const { sightings } = analyse(many(80, login));
    const one = sightings.find(({ pattern }) => pattern.id === 'brute-force');
    expect(one?.what).toContain('tried 80 logins of the same kind');
    expect(one?.tally.events).toBe(80);
    expect(one?.severity).not.toBe('critical');
  });

  it('has succeeded where one session was much larger', () => {
    const { sightings } = analyse([...many(80, login), { ...login(80), bytes: 900_000 }]);
    expect(sightings.find(({ pattern }) => pattern.id === 'brute-force')).toMatchObject({ severity: 'critical' });
  });

  it('is not seen in a few logins, or in conversations of all sizes', () => {
    expect(analyse(many(10, login)).ids).not.toContain('brute-force');
    const different = many(80, (number) => ({ ...login(number), bytes: 1000 * (1 + ((number * 31) % 80)) }));
    expect(analyse(different).ids).not.toContain('brute-force');
  });

  it('at the pace of a clock, from a private address, is somebody who looks after the service', () => {
    const visit = (number: number): TestEvent => ({
      ...login(0),
      from: '10.0.0.9',
      to: '10.0.0.7',
      dport: 8080,
      time: MIDNIGHT + 60 * number,
    });
    const { sightings } = analyse(many(60, visit));
    expect(sightings.find(({ pattern }) => pattern.id === 'health-check')?.what).toContain(
      'comes every 60 s, 60 times',
    );
    const uneven = many(60, (number) => ({ ...visit(number), time: MIDNIGHT + 60 * number + ((number * 7919) % 50) }));
    expect(analyse(uneven).ids).not.toContain('health-check');
  });
});

describe('a tunnel in DNS', () => {
  const question = (number: number, label: number): TestEvent => ({
    from: OURS,
    to: OUTSIDE,
    protocol: PROTOCOL.udp,
    dport: 53,
    direction: 'out',
    outcome: 'unknown',
    time: MIDNIGHT + number / 4,
    payload: { 'dns.type': ['TXT'], 'dns.label-length': [label] },
  });

  it('is very many long names a minute', () => {
    const { sightings } = analyse(many(2000, (number) => question(number, 60)));
    expect(sightings.find(({ pattern }) => pattern.id === 'dns-tunnel')?.what).toContain(
      '240 very long names a minute',
    );
  });

  it('is not seen in names of usual length', () => {
    expect(analyse(many(2000, (number) => question(number, 9))).ids).not.toContain('dns-tunnel');
  });
});

describe('all events', () => {
  it('are explained or not, and the parts are the whole', () => {
    const events = [
      ...many(300, (number) => ({ dport: dull(number) })),
      ...many(50, (number) => ({ from: `8.8.${number}.9`, dport: 10_000 })),
      ...many(40, () => ({ from: '9.9.9.9', flags: TCP.ack, sport: 443, dport: 50_000 })),
    ];
    const { explained } = analyse(events).analysis;
    const { harmless, findings, strays, unexplained } = explained;
    expect(explained.events).toBe(390);
    expect(harmless + findings + strays + unexplained).toBe(390);
    expect(Math.min(harmless, findings, strays, unexplained)).toBeGreaterThanOrEqual(0);
    expect(strays).toBeGreaterThanOrEqual(50);
  });

  it('give the same answer every time', () => {
    const events = many(3000, (number) => ({ from: `203.0.113.${1 + (number % 9)}`, dport: dull(number % 700) }));
    const told = (): unknown => analyse(events).sightings.map(({ what, why, tally }) => [what, why, tally.samples]);
    expect(told()).toEqual(told());
  });
});
