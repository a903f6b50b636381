import type { Sourced } from '../../src/knowledge/dossier.ts';

/** Every object in a knowledge file that carries sources, however deep. */
export function* statementsOf(value: unknown): Generator<Sourced> {
  if (typeof value !== 'object' || value === null) return;
  if ('sources' in value && Array.isArray(value.sources)) yield value as Sourced;
  for (const child of Object.values(value)) yield* statementsOf(child);
}
