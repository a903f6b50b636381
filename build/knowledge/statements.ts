import type { Sourced } from '../../src/knowledge/dossier.ts';
import type { HandWritten, Named, Path } from './hand-written.ts';

/** A statement and where it stands in its file's value. */
export interface PlacedStatement {
  readonly path: Path;
  readonly statement: Sourced;
}

/** Every object in a knowledge file that carries sources, however deep. */
export function* placedStatementsOf(value: unknown, path: Path = []): Generator<PlacedStatement> {
  if (typeof value !== 'object' || value === null) return;
  if ('sources' in value && Array.isArray(value.sources)) yield { path, statement: value as Sourced };
  for (const [key, child] of Object.entries(value)) {
    yield* placedStatementsOf(child, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

/** Every statement of every file that makes some. */
export function* statementsIn({
  dossiers,
  programs,
  patterns,
  fingerprints,
  claims,
}: HandWritten): Generator<PlacedStatement & { readonly file: Named<unknown> }> {
  for (const file of [...dossiers, ...programs, ...patterns, ...fingerprints, ...claims]) {
    for (const { path, statement } of placedStatementsOf(file.value)) yield { file, path, statement };
  }
}
