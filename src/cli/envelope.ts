import { hostname } from 'node:os';
import type { Context } from './context.ts';

/** The frame of every JSON answer: what it is, when and where it was made. */
export function envelope(kind: string, context: Context): { schema: string; generatedAt: string; host: string } {
  return { schema: `portolan/${kind}@1`, generatedAt: context.now().toISOString(), host: hostname() };
}
