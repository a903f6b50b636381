import type { Sourced } from './dossier.ts';

/** Every object in a record of the knowledge base that carries sources, however deep. */
export function* statementsOf(value: unknown): Generator<Sourced> {
  if (typeof value !== 'object' || value === null) return;
  if ('sources' in value && Array.isArray(value.sources)) yield value as Sourced;
  for (const child of Object.values(value)) yield* statementsOf(child);
}

/** Ids of all sources that any statement in a record names, in the order of the record. */
export function citationsOf(record: unknown): string[] {
  const ids = new Set<string>();
  for (const { sources } of statementsOf(record)) for (const id of sources) ids.add(id);
  return [...ids];
}
