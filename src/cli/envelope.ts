import { hostname } from 'node:os';
import type { Context } from './context.ts';

/** The frame of every JSON answer: what it is, when and where it was made. */
export interface Envelope<Kind extends string> {
  readonly schema: `portolan/${Kind}@1`;
  /** ISO time. */
  readonly generatedAt: string;
  readonly host: string;
}

export function envelope<Kind extends string>(kind: Kind, context: Context): Envelope<Kind> {
  return { schema: `portolan/${kind}@1`, generatedAt: context.now().toISOString(), host: hostname() };
}
