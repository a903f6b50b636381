import { mkdtempSync, readFileSync, rmSync, openSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_OVERLAY } from '../../knowledge/overlay.ts';
import { netTable, type RowText } from '../../sockets/linux/net-row.fixture.ts';
import { takeLinuxSnapshot } from '../../sockets/linux/snapshot.ts';
import { ESTABLISHED, LISTEN, NOW, recordMachine } from '../../sockets/machine.fixture.ts';
import { knowledgeOf } from '../../sockets/small-knowledge.fixture.ts';
import { EVERYTHING } from '../../sockets/snapshot.ts';
import { SocketWatch } from '../../sockets/watch/socket-watch.ts';
import { createContext } from '../context.ts';
import { streamEvents } from './stream.ts';
import type { WatchOptions } from './options.ts';

const WEB: RowText = { local: '0.0.0.0:80', state: LISTEN, inode: 1 };
const CLIENT: RowText = { local: '10.0.0.5:80', remote: '10.0.0.9:5000', state: ESTABLISHED, inode: 2 };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-stream-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The events of looks at these tables, each look costing so many milliseconds of CPU. */
async function eventsOf(tables: readonly (readonly RowText[])[], options: Partial<WatchOptions> = {}, cost = 1) {
  const fs = recordMachine({ processes: [{ pid: 10, name: 'nginx', holds: [1, 2] }] });
  const system = { fs, littleEndian: true, asRoot: false, now: () => NOW };
  let looks = 0;
  const watch = new SocketWatch({
    fs,
    asRoot: false,
    takeTables() {
      fs.file('proc/net/tcp', netTable(tables[looks++] ?? []));
      return takeLinuxSnapshot(system, { ...EVERYTHING, owners: false });
    },
    clocks: { monotonic: () => looks * 1000, cpu: () => 0 },
  });
  const slept: number[] = [];
  const [out, err] = [openSync(join(folder, 'out'), 'w'), openSync(join(folder, 'err'), 'w')];
  const edge = {
    cpu: () => looks * cost,
    monotonic: () => 0,
    sleep: (time: number) => {
      slept.push(time);
      return Promise.resolve();
    },
  };
  const all = {
    request: EVERYTHING,
    listening: true,
    connected: true,
    extended: false,
    interval: 1000,
    count: tables.length,
    initial: false,
  };
  const watched = { watch, knowledge: knowledgeOf([]), overlay: NO_OVERLAY, options: { ...all, ...options } };
  await streamEvents(watched, edge, createContext(out, err));
  closeSync(out);
  closeSync(err);
  const lines = readFileSync(join(folder, 'out'), 'utf8').trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown> & { type: string });
  return { events, types: events.map(({ type }) => type), slept, said: readFileSync(join(folder, 'err'), 'utf8') };
}

describe('the stream of events', () => {
  it('tells what opens, changes and closes, and ends each look with a tick', async () => {
    const { events, types, slept } = await eventsOf([[WEB], [WEB, CLIENT], [WEB, { ...CLIENT, state: 8 }], [WEB]]);
    expect(types).toEqual(['tick', 'open', 'tick', 'change', 'tick', 'close', 'tick']);
    expect(events[1]).toMatchObject({ state: 'established', process: { name: 'nginx' }, at: NOW.toISOString() });
    expect(events[3]).toMatchObject({ state: 'close-wait', differences: ['state'] });
    expect(events[5]).toMatchObject({ state: 'close-wait', process: { name: 'nginx' } });
    expect(events[6]).toMatchObject({ sockets: 1, opened: 0, closed: 1, changed: 0, interval: 1000 });
    expect(slept).toEqual([1000, 1000, 1000]);
  });

  it('begins with what is there only when asked to', async () => {
    expect((await eventsOf([[WEB, CLIENT]], { initial: true })).types).toEqual(['open', 'open', 'tick']);
  });

  it('keeps to the sockets that the letters choose', async () => {
    const { types, events } = await eventsOf([[], [WEB, CLIENT]], { connected: false });
    expect(types).toEqual(['tick', 'open', 'tick']);
    expect(events[1]).toMatchObject({ state: 'listen' });
  });

  it('looks less often when looks cost too much, and says so once', async () => {
    const { slept, said } = await eventsOf(
      Array.from({ length: 8 }, () => [WEB]),
      {},
      200,
    );
    expect(slept.at(-1)).toBe(5000);
    expect(said.match(/a look costs 200 ms of CPU: one each 5 s, not 1 s/g)).toHaveLength(1);
  });
});
