import type { Sourced } from '../../src/knowledge/dossier.ts';

/** A statement and where it stands in its file, `uses.0`. */
export interface NamedStatement {
  readonly path: string;
  readonly statement: Sourced;
}

/** Every object in a knowledge file that carries sources, however deep. */
export function* namedStatementsOf(value: unknown, path = ''): Generator<NamedStatement> {
  if (typeof value !== 'object' || value === null) return;
  if ('sources' in value && Array.isArray(value.sources)) yield { path, statement: value as Sourced };
  for (const [key, child] of Object.entries(value)) {
    yield* namedStatementsOf(child, path === '' ? key : `${path}.${key}`);
  }
}

/** The statements alone. */
export function* statementsOf(value: unknown): Generator<Sourced> {
  for (const { statement } of namedStatementsOf(value)) yield statement;
}
