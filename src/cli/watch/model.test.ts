import { describe, expect, it } from 'vitest';
import { readKeys } from './keys.ts';
import { FIRST_STATE, press, selectedIndex, settle, type Effect, type ScreenState } from './model.ts';

const ROWS = [11, 12, 13, 14, 15, 16];
const PANE = { lines: 20, page: 8 };

function typed(keys: string, state: ScreenState = FIRST_STATE, rows: readonly number[] = ROWS): ScreenState {
  return readKeys(keys).reduce((now, key) => press(now, key, { rows, page: 3, pane: PANE }).state, state);
}
const effectOf = (key: string, state = FIRST_STATE): Effect | undefined =>
  readKeys(key).map((one) => press(state, one, { rows: ROWS, page: 3, pane: PANE }).effect)[0];

describe('the screen', () => {
  it('moves within its rows', () => {
    expect(typed('j').selected).toBe(12);
    expect(typed('jjk').selected).toBe(12);
    expect(typed('k').selected).toBe(11);
    expect(typed('\u001b[6~').selected).toBe(13);
    expect(typed('G').selected).toBe(16);
    expect(typed('Gg').selected).toBe(11);
    expect(typed('j', FIRST_STATE, []).selected).toBeNull();
  });

  it('keeps the cursor on its row when others come before it, and in its place when the row goes', () => {
    const state = typed('jj');
    const moved = [9, 10, ...ROWS];
    expect(selectedIndex(state, moved)).toBe(4);
    expect(settle(state, moved).place).toBe(4);
    expect(settle(state, [11, 12, 14, 15]).selected).toBe(14);
    expect(settle(state, [11]).selected).toBe(11);
  });

  it('takes a filter, lets it be corrected, and forgets it with Escape', () => {
    expect(typed('/node')).toMatchObject({ typing: 'node', filter: '' });
    expect(typed('/nodf\u007fe\r')).toMatchObject({ typing: null, filter: 'node' });
    expect(typed('/q\r').filter).toBe('q');
    expect(typed('/node\r/x\u001b').filter).toBe('node');
    expect(typed('/node\r\u001b').filter).toBe('');
    expect(typed('/\u007f').typing).toBeNull();
    expect(typed('/日本\u007f').typing).toBe('日');
  });

  it('cycles the order, freezes, and shows listeners only', () => {
    expect(['s', 'ss', 'sss', 'ssss'].map((keys) => typed(keys).sort)).toEqual(['process', 'state', 'newest', 'port']);
    expect([typed(' ').frozen, typed('  ').frozen]).toEqual([true, false]);
    expect([typed('l').listeningOnly, typed('ll').listeningOnly]).toEqual([true, false]);
  });

  it('opens a pane on the row under the cursor, which it follows, and closes it', () => {
    expect(typed('je').pane).toEqual({ kind: 'explain', serial: 12 });
    expect(typed('\r').pane).toEqual({ kind: 'explain', serial: 11 });
    expect(typed('jej').pane).toEqual({ kind: 'explain', serial: 13 });
    expect(typed('K').pane).toEqual({ kind: 'kill', serial: 11 });
    expect(typed('eK').pane).toEqual({ kind: 'kill', serial: 11 });
    expect(typed('ee').pane).toBeNull();
    expect(typed('?\u001b').pane).toBeNull();
    expect(typed('e', FIRST_STATE, []).pane).toBeNull();
    expect(typed('e\u001b[6~').paneTop).toBeGreaterThan(0);
    expect(typed('e\u001b[6~\u001b[5~\u001b[5~').paneTop).toBe(0);
  });

  it('turns the pages of a pane by what fits of it, and no further than its end', () => {
    expect(typed('e\u001b[6~').paneTop).toBe(7);
    expect(typed('e\u001b[6~\u001b[6~\u001b[6~').paneTop).toBe(12);
    expect(typed('e\u001b[6~\u001b[6~\u001b[6~\u001b[5~').paneTop).toBe(5);
  });

  it('asks the program for what it cannot do itself', () => {
    expect(['q', '\u0003', '\u001a', '\u000c', 'j'].map((key) => effectOf(key))).toEqual([
      'quit',
      'interrupt',
      'suspend',
      'redraw',
      null,
    ]);
    expect(effectOf('q', typed('/'))).toBeNull();
    expect(effectOf('\u0003', typed('/'))).toBe('interrupt');
  });
});
