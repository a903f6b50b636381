import { describe, expect, it } from 'vitest';
import { NO_OVERLAY } from '../../knowledge/overlay.ts';
import { netTable, type RowText } from '../../sockets/linux/net-row.fixture.ts';
import { takeLinuxSnapshot } from '../../sockets/linux/snapshot.ts';
import { ESTABLISHED, LISTEN, recordMachine } from '../../sockets/machine.fixture.ts';
import { knowledgeOf } from '../../sockets/small-knowledge.fixture.ts';
import { EVERYTHING } from '../../sockets/snapshot.ts';
import { SocketWatch } from '../../sockets/watch/socket-watch.ts';
import { socketColumns } from '../commands/sockets/columns.ts';
import { createStyle } from '../style.ts';
import { widthOf } from '../width.ts';
import { arrange } from './arrange.ts';
import { drawScreen, type Size } from './draw.ts';
import { LiveRows, type Shown } from './live-rows.ts';
import { FIRST_STATE, type ScreenState } from './model.ts';
import type { WatchOptions } from './options.ts';
import { SteadyWidths } from './steady-widths.ts';

const OPTIONS: WatchOptions = {
  request: EVERYTHING,
  listening: true,
  connected: true,
  extended: false,
  interval: 1000,
  count: 1,
  initial: false,
};
const WEB: RowText = { local: '0.0.0.0:80', state: LISTEN, inode: 1 };
const SSH: RowText = { local: '0.0.0.0:22', state: LISTEN, inode: 2 };
const CLIENT: RowText = { local: '10.0.0.5:22', remote: '10.0.0.9:5000', state: ESTABLISHED, inode: 3 };
const HOSTILE = 'a\u001b[2Jb\u202e日本語';
const HOLD = 5000;

/** What is shown after looks at these tables, a second apart. */
function watch(...tables: (readonly RowText[])[]): Shown {
  const fs = recordMachine({
    processes: [
      { pid: 10, name: HOSTILE, holds: [1] },
      { pid: 11, name: 'sshd', holds: [2, 3] },
    ],
  });
  let seconds = 0;
  const now = (): Date => new Date(1_000_000_000_000 + seconds * 1000);
  const system = { fs, littleEndian: true, asRoot: false, now };
  const socketWatch = new SocketWatch({
    fs,
    asRoot: false,
    takeTables: () => takeLinuxSnapshot(system, { ...EVERYTHING, owners: false }),
    clocks: { monotonic: () => seconds * 1000, cpu: () => 0 },
  });
  const rows = new LiveRows(knowledgeOf([], { '80/tcp': ['http'] }), NO_OVERLAY, OPTIONS);
  let shown: Shown | null = null;
  for (const table of tables) {
    fs.file('proc/net/tcp', netTable(table));
    seconds++;
    shown = rows.advance(socketWatch.look(), HOLD);
  }
  if (shown === null) throw new RangeError('at least one look');
  return shown;
}

function draw(
  shown: Shown,
  state: Partial<ScreenState> = {},
  size: Partial<Size> = {},
  pane: string[] = [],
  color = false,
  widths = new SteadyWidths(),
) {
  const full = { ...FIRST_STATE, ...state };
  const columns = socketColumns(shown.view, false);
  const arranged = arrange(shown, full, columns, OPTIONS);
  return drawScreen(
    {
      shown,
      arranged,
      columns,
      widths,
      state: full,
      pane,
      pace: 'each 1 s',
      notice: '',
      now: shown.view.snapshot.takenAt.getTime(),
      hold: HOLD,
    },
    { columns: 100, rows: 12, ...size },
    createStyle(color),
  );
}

const rowsOf = (lines: readonly string[]): string[] => lines.filter((line) => / tcp /.test(line));
const portsOf = (lines: readonly string[]): string[] => rowsOf(lines).map((line) => /:(\d+)/.exec(line)?.[1] ?? '');

describe('the live screen', () => {
  it('marks what came, went and changed by signs, and nothing at the first look', () => {
    expect(rowsOf(draw(watch([WEB, SSH]))).map((line) => line.slice(0, 2))).toEqual(['> ', '  ']);
    const lines = draw(watch([WEB, CLIENT], [SSH, { ...CLIENT, state: 8 }]));
    expect(rowsOf(lines).map((line) => line.slice(1, 2) + (/:(\d+)/.exec(line)?.[1] ?? ''))).toEqual([
      '+22',
      '-80',
      '~22',
    ]);
    expect(lines[0]).toContain('+1 -1 ~1');
  });

  it('lets the marks go after a while', () => {
    const later = Array.from({ length: 6 }, () => [SSH]);
    expect(rowsOf(draw(watch([WEB], [SSH], ...later))).map((line) => line.slice(0, 2))).toEqual(['> ']);
  });

  it('does not mark rows of which only the queues changed', () => {
    expect(rowsOf(draw(watch([CLIENT], [{ ...CLIENT, receiveQueue: 9 }])))[0]?.slice(0, 2)).toBe('> ');
  });

  it('sorts and filters', () => {
    const shown = watch([WEB, CLIENT, SSH], [WEB, CLIENT, SSH, { local: '0.0.0.0:9', state: LISTEN, inode: 9 }]);
    expect(portsOf(draw(shown))).toEqual(['9', '22', '80', '22']);
    expect(portsOf(draw(shown, { sort: 'newest' }))).toEqual(['9', '22', '22', '80']);
    expect(portsOf(draw(shown, { sort: 'process' }))).toEqual(['80', '22', '22', '9']);
    expect(portsOf(draw(shown, { sort: 'state' }))).toEqual(['22', '9', '22', '80']);
    expect(portsOf(draw(shown, { filter: 'sshd' }))).toEqual(['22', '22']);
    expect(portsOf(draw(shown, { filter: ':5000' }))).toEqual(['22']);
    expect(portsOf(draw(shown, { listeningOnly: true }))).toEqual(['9', '22', '80']);
    expect(draw(shown, { filter: 'zzz' }).join('\n')).toContain('nothing matches');
  });

  it('keeps to the screen, however small, with wide characters and a pane', () => {
    const shown = watch([WEB, SSH, CLIENT]);
    const pane = Array.from({ length: 30 }, (_, line) => `日本語 line ${line} ${'x'.repeat(120)}`);
    for (const columns of [1, 7, 20, 40, 80, 200]) {
      for (const rows of [1, 3, 5, 8, 12, 40]) {
        for (const lines of [
          draw(shown, {}, { columns, rows }),
          draw(shown, { pane: { kind: 'help' } }, { columns, rows }, pane),
        ]) {
          expect(lines.length).toBeLessThanOrEqual(rows);
          expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
        }
      }
    }
  });

  it('sends nothing of a hostile name that a terminal would obey, and no colour where none is wanted', () => {
    const text = draw(watch([WEB])).join('');
    expect(text).toContain('10/a?[2Jb?日本語');
    expect(text).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(draw(watch([WEB]), {}, {}, [], true).join('')).toContain('\u001b[1m');
  });

  it('counts what is there, not what went, and leaves rows that go in their place', () => {
    const other = { ...CLIENT, remote: '10.0.0.9:5001', inode: 4 };
    const lines = draw(watch([CLIENT, other], [other]));
    expect(lines[0]).toMatch(/^1 of 1 sockets/);
    expect(rowsOf(lines).map((line) => /:(500\d)/.exec(line)?.[1])).toEqual(['5000', '5001']);
    expect(rowsOf(lines)[0]).toMatch(/^>-/);
  });

  it('keeps its columns where they are while rows come and go, until the view is another', () => {
    const widths = new SteadyWidths();
    const placeOf = (shown: Shown, state: Partial<ScreenState> = {}): number | undefined =>
      draw(shown, state, { columns: 200 }, [], false, widths)
        .find((line) => line.includes('STATE'))
        ?.indexOf('EXPOSURE');
    const narrow = placeOf(watch([SSH]));
    const wide = placeOf(watch([SSH, CLIENT]));
    expect(wide).toBeGreaterThan(narrow ?? 0);
    expect(placeOf(watch([SSH]))).toBe(wide);
    expect(placeOf(watch([SSH]), { filter: '22' })).toBe(narrow);
  });

  it('gives up the service before the mark of what to look at, where the screen is narrow', () => {
    const closeWait: RowText = { local: '10.0.0.5:50022', remote: '10.0.0.9:5000', state: 8, inode: 3 };
    const title = (columns: number): string | undefined =>
      draw(watch([WEB, closeWait]), {}, { columns }).find((line) => line.includes('STATE'));
    expect(title(100)).toMatch(/SERVICE.*LOOK AT/);
    expect(title(60)).toMatch(/EXPOS.*L…$/);
    expect(title(60)).not.toContain('SERV');
  });

  it('says what the keys do as things stand, and no key by half', () => {
    const shown = watch([WEB]);
    const keys = (state: Partial<ScreenState>, columns = 120): string | undefined =>
      draw(shown, state, { columns }).at(-1);
    expect(keys({})).toMatch(/^q quit {2}\? help {2}\/ filter .* space freeze .* K how to end it$/);
    expect(keys({ typing: 'q' })).toBe('Enter keep  Esc go back  Ctrl-U empty  Ctrl-C quit');
    expect(keys({ pane: { kind: 'help' }, frozen: true })).toMatch(/Esc close .* space go on/);
    expect(keys({ filter: 'web', listeningOnly: true })).toMatch(/Esc show all .* l all/);
    expect(keys({}, 60)).toBe('q quit  ? help  / filter  s sort  space freeze  e explain');
  });

  it('fills the last page', () => {
    const many = Array.from({ length: 9 }, (_, at): RowText => ({
      local: `0.0.0.0:${1000 + at}`,
      state: LISTEN,
      inode: at + 1,
    }));
    const shown = watch(many);
    const lines = draw(shown, { selected: shown.serials[8] ?? 0 });
    expect(portsOf(lines)).toEqual(['1001', '1002', '1003', '1004', '1005', '1006', '1007', '1008']);
  });

  it('turns the page with the cursor, so that the selected row is always there', () => {
    const many = Array.from({ length: 50 }, (_, at): RowText => ({
      local: `0.0.0.0:${1000 + at}`,
      state: LISTEN,
      inode: at + 1,
    }));
    const shown = watch(many);
    for (const row of [0, 7, 8, 33, 49]) {
      const lines = draw(shown, { selected: shown.serials[row] ?? 0 });
      expect(lines.find((line) => line.startsWith('>'))).toContain(`:${1000 + row}`);
    }
  });
});
