import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PortState } from '../result.ts';
import { HostProbes } from './host-probes.ts';
import type { HostLimits } from './limits.ts';
import { orderPorts } from './port-order.ts';
import { ProbeSchedule } from './probe-schedule.ts';

const LIMITS: HostLimits = { concurrency: 50, perSecond: 2000, timeoutFloor: 100 };

/** How a port of the simulated host answers the try of that number: after so long, or never. */
type Answer = (
  port: number,
  tries: number,
) => { readonly after: number; readonly code: string | null; readonly ownPort?: number } | null;

interface Decision {
  readonly address: string;
  readonly port: number;
  readonly state: PortState;
  readonly because: string;
}

interface Run {
  readonly decisions: readonly Decision[];
  readonly hosts: readonly HostProbes[];
  readonly sent: readonly { readonly at: number; readonly address: string; readonly port: number }[];
  readonly mostInFlight: number;
}

/** Plays a scan in virtual time: a turn of the loop every millisecond, a sweep every 25. */
function simulate(
  ports: readonly number[],
  answer: Answer,
  {
    addresses = ['192.0.2.1'],
    limits = LIMITS,
    isOwn = true,
    remotePerSecond = Infinity,
    concurrency = 100,
    turn = 1,
    sockets = Infinity,
  } = {},
): Run {
  const hosts = addresses.map((address) => new HostProbes({ address, isOwn }, orderPorts(ports, 1), [], limits, 0));
  const decisions: Decision[] = [];
  const sent: { at: number; address: string; port: number }[] = [];
  const tries = new Map<string, number>();
  let pending: { at: number; slot: number; code: string | null; ownPort: number }[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  const schedule = new ProbeSchedule(
    hosts,
    {
      concurrency,
      remotePerSecond,
      decided: ({ address }, port, state, because) => decisions.push({ address, port, state, because }),
      held: () => undefined,
      abandon: (slot) => {
        inFlight--;
        pending = pending.filter((each) => each.slot !== slot);
      },
    },
    0,
  );
  for (let now = 0; !schedule.isDone; now += turn) {
    if (now > 600_000) throw new Error('the scan does not end');
    const due = pending.filter(({ at }) => at <= now);
    pending = pending.filter(({ at }) => at > now);
    for (const { slot, code, ownPort } of due) {
      inFlight--;
      schedule.ended(slot, code, ownPort, now);
    }
    if (now % 25 === 0) schedule.sweep(now);
    for (let slot = schedule.next(now); slot !== -1; slot = schedule.next(now)) {
      const address = schedule.addressOf(slot);
      const port = schedule.portOf(slot);
      const key = `${address} ${port}`;
      const had = tries.get(key) ?? 0;
      tries.set(key, had + 1);
      sent.push({ at: now, address, port });
      mostInFlight = Math.max(mostInFlight, ++inFlight);
      const reply = answer(port, had);
      if (inFlight > sockets) pending.push({ at: now, slot, code: 'EMFILE', ownPort: 0 });
      else if (reply !== null)
        pending.push({ at: now + reply.after, slot, code: reply.code, ownPort: reply.ownPort ?? 0 });
    }
  }
  return { decisions, hosts, sent, mostInFlight };
}

const refused = { after: 1, code: 'ECONNREFUSED' };
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const states = ({ decisions }: Run): Map<number, PortState> =>
  new Map(decisions.map(({ port, state }) => [port, state]));

describe('the schedule', () => {
  it('decides each port of each host once, rightly, within its limits, whatever answers', () => {
    const kinds = fc.constantFrom<PortState>('open', 'closed', 'filtered', 'no-answer');
    const world = fc.array(fc.record({ state: kinds, after: fc.integer({ min: 0, max: 90 }) }), {
      minLength: 1,
      maxLength: 150,
    });
    const codes = { open: null, closed: 'ECONNREFUSED', filtered: 'EHOSTUNREACH' };
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 60 }), (all, concurrency) => {
        const answer: Answer = (port) => {
          const { state, after } = all[port - 1] ?? { state: 'no-answer', after: 0 };
          return state === 'no-answer' ? null : { after, code: codes[state] };
        };
        const addresses = ['192.0.2.1', '192.0.2.2', '2001:db8::1'];
        const run = simulate(range(all.length), answer, { addresses, concurrency });
        expect(run.decisions).toHaveLength(all.length * addresses.length);
        expect(new Set(run.decisions.map(({ address, port }) => `${address} ${port}`)).size).toBe(run.decisions.length);
        for (const { port, state } of run.decisions) expect(state).toBe(all[port - 1]?.state);
        expect(run.mostInFlight).toBeLessThanOrEqual(concurrency);
      }),
      { numRuns: 40 },
    );
  });

  it('asks a silent port twice', () => {
    const run = simulate(range(40), (port) => (port === 7 ? null : refused));
    expect(run.sent.filter(({ port }) => port === 7)).toHaveLength(2);
    expect(run.decisions.at(-1)).toMatchObject({ port: 7, state: 'no-answer', because: 'no answer to 2 tries' });
  });

  it('asks silent ports a third time where an answer to a second try shows that packets are lost', () => {
    const answer: Answer = (port, tries) => {
      if (port === 5) return tries < 1 ? null : refused;
      if (port === 7) return tries < 2 ? null : { after: 1, code: null };
      return port === 9 ? null : refused;
    };
    const run = simulate(range(40), answer);
    expect(states(run).get(7)).toBe('open');
    expect(run.decisions.find(({ port }) => port === 9)?.because).toBe('no answer to 3 tries');
  });

  it('takes an answer for late only after two sweeps, so that a loop which stood still hears what the kernel has', () => {
    // A turn every 5 seconds: each sweep comes with everything late, and each answer is already there.
    const run = simulate(range(200), () => ({ after: 1, code: 'ECONNREFUSED' }), { turn: 5000 });
    expect([...new Set(states(run).values())]).toEqual(['closed']);
  });

  it('holds the rate of one host, and of all together', () => {
    const limits = { concurrency: 64, perSecond: 200, timeoutFloor: 300 };
    const options = { addresses: ['192.0.2.1', '192.0.2.2', '192.0.2.3'], limits, isOwn: false, remotePerSecond: 300 };
    const { sent } = simulate(range(400), () => refused, options);
    const mostIn = (some: typeof sent): number =>
      Math.max(...some.map(({ at }) => some.filter((each) => each.at >= at && each.at < at + 1000).length));
    expect(mostIn(sent)).toBeLessThanOrEqual(331);
    expect(mostIn(sent.filter(({ address }) => address === '192.0.2.2'))).toBeLessThanOrEqual(221);
    expect(sent.at(-1)?.at).toBeLessThan(4200);
  });

  it('slows down where this machine has no sockets left, and calls no port filtered for it', () => {
    const run = simulate(range(300), () => refused, { sockets: 10 });
    expect(run.decisions).toHaveLength(300);
    expect([...new Set(states(run).values())]).toEqual(['closed']);
  });

  it('does not give a silent host up because its probes hold the few sockets there are for long', () => {
    const run = simulate(range(100), () => null, { sockets: 5 });
    expect(run.hosts[0]?.givenUp).toBeNull();
    expect([...states(run).values()]).toEqual(Array.from({ length: 100 }, () => 'no-answer'));
  });

  it('gives a host up where there is never a socket, and says why', () => {
    const run = simulate(range(20), () => ({ after: 0, code: 'EADDRNOTAVAIL' }));
    expect(run.decisions).toEqual([]);
    expect(run.hosts[0]?.left).toBe(20);
    expect(run.hosts[0]?.givenUp).toContain('EADDRNOTAVAIL');
    expect(run.sent.length).toBeLessThan(300);
  });

  it('gives a host up at once where nothing can be sent there', () => {
    const run = simulate(range(20), () => ({ after: 0, code: 'EAFNOSUPPORT' }));
    expect(run.hosts[0]?.givenUp).toContain('EAFNOSUPPORT');
  });
});

describe('a connection of this machine to itself', () => {
  it('that met itself is tried again, and is no open port', () => {
    const once = simulate(range(40), (port, tries) => {
      return port === 7 && tries === 0 ? { after: 1, code: null, ownPort: 7 } : refused;
    });
    expect(states(once).get(7)).toBe('closed');
    const always = simulate(range(40), (port) => (port === 7 ? { after: 1, code: null, ownPort: 7 } : refused));
    expect(always.decisions.find(({ port }) => port === 7)).toMatchObject({
      state: 'closed',
      because: 'nothing listens: the connection met itself',
    });
  });

  it('that met another probe of ours is none either, on both sides', () => {
    const cross = (port: number, other: number, tries: number): ReturnType<Answer> =>
      tries === 0 ? { after: 20, code: null, ownPort: other } : { after: port, code: 'ECONNREFUSED' };
    const run = simulate(range(10), (port, tries) => {
      if (port === 7) return cross(7, 8, tries);
      return port === 8 ? cross(8, 7, tries) : refused;
    });
    expect([...new Set(states(run).values())]).toEqual(['closed']);
  });

  it('from a port that is asked at the same time, by chance, does not hide an open one', () => {
    const run = simulate(range(40), (port) => {
      if (port === 7) return { after: 1, code: null, ownPort: 8 };
      return port === 8 ? null : refused;
    });
    expect(states(run).get(7)).toBe('open');
  });
});
