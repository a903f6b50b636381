/** MSFT_NetTCPConnection.State by Linux's number (state.ts). 12, DeleteTCB, is about to be gone: closed. */
const BY_NUMBER: Readonly<Record<number, number>> = {
  1: 7,
  2: 10,
  3: 2,
  4: 3,
  5: 1,
  6: 4,
  7: 5,
  8: 8,
  9: 11,
  10: 9,
  11: 6,
  12: 7,
  100: 13,
};

/**
 * The names PowerShell and English netstat have, without case and separators, and the German ones that are on record.
 * Other languages: listening is known by the row's form (netstat.ts), the rest stays unknown rather than guessed.
 */
const BY_WORD: Readonly<Record<string, number>> = {
  CLOSED: 7,
  LISTEN: 10,
  LISTENING: 10,
  SYNSENT: 2,
  SYNRECEIVED: 3,
  SYNRCVD: 3,
  ESTABLISHED: 1,
  FINWAIT1: 4,
  FINWAIT2: 5,
  CLOSEWAIT: 8,
  CLOSING: 11,
  LASTACK: 9,
  TIMEWAIT: 6,
  DELETETCB: 7,
  BOUND: 13,
  HERGESTELLT: 1,
  SYNGESENDET: 2,
  FINWARTEN1: 4,
  FINWARTEN2: 5,
  SCHLIESSENWARTEN: 8,
  WARTEND: 6,
};

/** Null for a number that is no state. */
export function tcpStateOfNumber(number: number): number | null {
  return Object.hasOwn(BY_NUMBER, number) ? (BY_NUMBER[number] ?? null) : null;
}

/** Null for a word in a language that is not known here. */
export function tcpStateOfWord(word: string): number | null {
  const key = word.toUpperCase().replaceAll(/[\s_-]/g, '');
  return Object.hasOwn(BY_WORD, key) ? (BY_WORD[key] ?? null) : null;
}
