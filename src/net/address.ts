/**
 * IP addresses as 32-bit words in host order: one word for IPv4, four for IPv6 (most significant first).
 * Words instead of strings, because a socket table of 100,000 rows is compared and classified far more often
 * than it is printed.
 */
export type IPv6Words = readonly [number, number, number, number];

/** Dotted quad of a 32-bit word. */
export function formatIPv4(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

/** `::ffff:0:0/96`, RFC 4291 section 2.5.5.2: an IPv4 peer of an IPv6 socket. */
export function isIPv4Mapped(words: IPv6Words): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] >>> 0 === 0xffff;
}

/** Canonical text of RFC 5952: lower case, longest run of zero groups folded, mapped addresses as dotted quads. */
export function formatIPv6(words: IPv6Words): string {
  if (isIPv4Mapped(words)) return `::ffff:${formatIPv4(words[3])}`;
  if (words[0] === 0 && words[1] === 0 && words[2] === 0 && words[3] <= 1) return words[3] === 0 ? '::' : '::1';
  const groups: number[] = [];
  for (const word of words) groups.push(word >>> 16, word & 0xffff);

  // RFC 5952 section 4.2: fold only runs of two or more zero groups; of equal runs, the first.
  let foldAt = -1;
  let foldLength = 1;
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && groups[end] === 0) end++;
    if (end - start > foldLength) {
      foldAt = start;
      foldLength = end - start;
    }
    if (end > start) start = end;
  }
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  if (foldAt === -1) return hex(groups);
  return `${hex(groups.slice(0, foldAt))}::${hex(groups.slice(foldAt + foldLength))}`;
}

const QUAD = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** Reads a dotted quad; null for anything else, leading zeros included (they are octal to some programs). */
export function parseIPv4(text: string): number | null {
  const match = QUAD.exec(text);
  if (match === null) return null;
  let word = 0;
  for (const part of match.slice(1)) {
    const octet = Number(part);
    if (octet > 255 || (part.length > 1 && part.startsWith('0'))) return null;
    word = (word << 8) | octet;
  }
  return word >>> 0;
}

const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** Reads the text forms of RFC 4291 section 2.2, without a zone; null when malformed. */
export function parseIPv6(text: string): IPv6Words | null {
  let source = text;
  const lastColon = source.lastIndexOf(':');
  if (source.includes('.')) {
    const tail = parseIPv4(source.slice(lastColon + 1));
    if (tail === null) return null;
    source = `${source.slice(0, lastColon + 1)}${(tail >>> 16).toString(16)}:${(tail & 0xffff).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return null;
  const groupsOf = (half: string): string[] => (half === '' ? [] : half.split(':'));
  const head = groupsOf(halves[0] ?? '');
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '') : [];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => GROUP.test(group))) return null;
  const word = (at: number): number =>
    ((parseInt(groups[at] ?? '0', 16) << 16) | parseInt(groups[at + 1] ?? '0', 16)) >>> 0;
  return [word(0), word(2), word(4), word(6)];
}
