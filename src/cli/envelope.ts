import { hostname } from 'node:os';
import { frame, type Envelope } from '../findings/envelope.ts';
import type { Context } from './context.ts';

export function envelope<Kind extends string>(kind: Kind, context: Context): Envelope<Kind> {
  return frame(kind, context.now(), hostname());
}
