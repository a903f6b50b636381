import type { Context } from '../../context.ts';
import { printable } from '../../printable.ts';
import { wrap } from '../../wrap.ts';
import { CHECK_IDS, type Check, type CheckState } from './check.ts';

const STATE_CELLS = Math.max(...['ok', 'limited', 'missing'].map((word) => word.length));
const ID_CELLS = Math.max(...CHECK_IDS.map((id) => id.length));
const INDENT = STATE_CELLS + ID_CELLS + 4;
/** Longest comfortable line, however wide the screen. */
const MAX_WIDTH = 120;

/** A line a check, and what to do about it below. */
export function writeChecks(checks: readonly Check[], { stdout, style, isTerminal, width }: Context): void {
  const mark: Readonly<Record<CheckState, (text: string) => string>> = {
    ok: style.good,
    limited: style.warning,
    missing: (text) => text,
  };
  const room = isTerminal ? Math.max(30, Math.min(width, MAX_WIDTH) - INDENT) : width;
  for (const { id, state, found, advice } of checks) {
    const [first = '', ...rest] = wrap(printable(found), room);
    stdout.line(`${mark[state](state.padEnd(STATE_CELLS))}  ${id.padEnd(ID_CELLS)}  ${first}`);
    for (const line of rest) stdout.line(' '.repeat(INDENT) + line);
    if (advice === null) continue;
    const [arrow = '', ...more] = wrap(printable(advice), room - 3);
    stdout.line(`${' '.repeat(INDENT)}-> ${arrow}`);
    for (const line of more) stdout.line(`${' '.repeat(INDENT)}   ${line}`);
  }
}
