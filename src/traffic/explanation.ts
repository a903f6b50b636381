/** What an event is taken for while more of them come; a scan is known only when it is over. */
export const EXPLAINED = { not: 0, harmless: 1, other: 2 } as const;
