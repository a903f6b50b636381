// Control characters, escape sequences' first byte, bidirectional overrides, line separators.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Text that others chose (process names, commands) made safe for a terminal: what could move the cursor, change
 * colours or turn the reading direction becomes a visible question mark.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '?');
}
