import { DEMO_ADDRESS, DEMO_NETWORK } from '../demo-host.ts';
import { SeededRandom } from '../seeded-random.ts';
import { STATE, type DemoSocket } from './net-table-text.ts';
import { PROGRAMS, RESTARTING, type DemoProgram } from './programs.ts';

const SEED = 3;
const FIRST_INODE = 41_000;
const FIRST_CONNECTION = 43_000;

/** A socket, and the process that holds it; null where nobody does. */
export interface HeldSocket extends DemoSocket {
  readonly pid: number | null;
}

/** Everything that is open at a moment; `tick` counts moments at which something is different. */
export function socketsAt(tick: number): HeldSocket[] {
  const programs = isRestartingUp(tick) ? [...PROGRAMS, RESTARTING] : PROGRAMS;
  const listeners = programs.flatMap(listenersOf).map((socket, at) => ({ ...socket, inode: FIRST_INODE + at }));
  return [...listeners, ...connections(), visitor(tick)];
}

/** Up for two moments, then away for one. */
export function isRestartingUp(tick: number): boolean {
  return tick % 3 !== 2;
}

function listenersOf({ pid, uid, listens }: DemoProgram): HeldSocket[] {
  return listens.map((text) => {
    const [transport, local = '', port] = text.split(' ');
    const state = transport === 'udp' ? STATE.close : STATE.listen;
    return { transport: transport === 'udp' ? 'udp' : 'tcp', local, port: Number(port), state, inode: 0, uid, pid };
  });
}

/** What stays open all the time: clients of the database and the cache, readers of the web server, one administrator. */
function connections(): HeldSocket[] {
  const random = new SeededRandom(SEED);
  const found: Omit<HeldSocket, 'inode'>[] = [];
  const add = (count: number, port: number, holder: number, remote: () => string, state: HeldSocket['state']): void => {
    const { uid = 0 } = PROGRAMS.find(({ pid }) => pid === holder) ?? {};
    for (let made = 0; made < count; made++) {
      const remotePort = 32_768 + ((found.length * 131 + random.between(0, 120)) % 28_000);
      const isHeld = state !== STATE.timeWait;
      const held = { uid: isHeld ? uid : 0, pid: isHeld ? holder : null };
      found.push({ transport: 'tcp', local: DEMO_ADDRESS, port, remote: remote(), remotePort, state, ...held });
    }
  };
  const colleague = (): string => `${DEMO_NETWORK}${random.between(20, 28)}`;
  const reader = (): string => `${random.of(['198.51.100.', '203.0.113.'])}${random.between(1, 254)}`;
  add(96, 5432, 812, colleague, STATE.established);
  add(30, 6379, 840, colleague, STATE.established);
  add(42, 443, 880, reader, STATE.established);
  add(8, 8080, 22_104, colleague, STATE.closeWait);
  add(18, 443, 880, reader, STATE.timeWait);
  add(3, 9100, 905, () => `${DEMO_NETWORK}9`, STATE.established);
  add(1, 22, 620, () => '192.0.2.44', STATE.established);
  add(1, 6379, 840, () => '198.51.100.77', STATE.established);
  return found.map((socket, at) => ({ ...socket, inode: socket.pid === null ? 0 : FIRST_CONNECTION + at }));
}

/** Somebody who reads a page, and at the next moment somebody else does. */
function visitor(tick: number): HeldSocket {
  const random = new SeededRandom(SEED + tick);
  return {
    transport: 'tcp',
    local: DEMO_ADDRESS,
    port: 443,
    remote: `203.0.113.${random.between(1, 254)}`,
    remotePort: random.between(32_768, 60_999),
    state: STATE.established,
    inode: 50_000 + (tick % 10_000),
    uid: 33,
    pid: 880,
  };
}
