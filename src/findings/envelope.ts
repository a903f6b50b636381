/** The frame of every JSON answer: what it is, when and where it was made. */
export interface Envelope<Kind extends string> {
  readonly schema: `portolan/${Kind}@1`;
  /** ISO time. */
  readonly generatedAt: string;
  readonly host: string;
}

export function frame<Kind extends string>(kind: Kind, now: Date, host: string): Envelope<Kind> {
  return { schema: `portolan/${kind}@1`, generatedAt: now.toISOString(), host };
}
