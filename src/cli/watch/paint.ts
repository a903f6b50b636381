/** ECMA-48 and xterm's private modes; every terminal of today knows them. */
const CSI = '\u001b[';

/** Alternate screen, no cursor, no automatic line breaks (a character wider than we think must not move the rest). */
export const ENTER_SCREEN = `${CSI}?1049h${CSI}?25l${CSI}?7l`;
export const LEAVE_SCREEN = `${CSI}0m${CSI}?7h${CSI}?25h${CSI}?1049l`;

/**
 * What to send so that `lines` stand where `before` stood; null: whatever stands there goes. A line is
 * emptied before it is written, not after: behind a full line the cursor rests on the last cell, which EL would erase.
 */
export function paint(before: readonly string[] | null, lines: readonly string[]): string {
  let sent = before === null ? `${CSI}H${CSI}2J` : '';
  for (const [index, line] of lines.entries()) {
    if (before !== null && before[index] === line) continue;
    sent += `${CSI}${index + 1};1H${CSI}0m${CSI}K${line}${CSI}0m`;
  }
  if (before !== null && before.length > lines.length) sent += `${CSI}${lines.length + 1};1H${CSI}J`;
  return sent;
}
