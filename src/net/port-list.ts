import { parsePortRange, type PortRange } from './port.ts';

/** More ranges than this nobody types; a longer list is none. */
const MAX_RANGES = 256;

/** Reads `22,1000-2000`, blanks and dashes of all kinds allowed; null where one of it is no port or range, and for an empty text. */
export function parsePortList(text: string): readonly PortRange[] | null {
  const parts = text.split(',', MAX_RANGES + 1);
  if (parts.length > MAX_RANGES) return null;
  const ranges = parts.map((part) => parsePortRange(part.replace('–', '-').replaceAll(' ', '')));
  const read = ranges.filter((range) => range !== null);
  return read.length === ranges.length ? read : null;
}
