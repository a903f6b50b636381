import type { HandWritten, Named, Path } from '../hand-written.ts';
import { statementsIn } from '../statements.ts';

export interface Citation {
  /** The source's id as the statement gives it. */
  readonly id: string;
  readonly file: Named<unknown>;
  /** Where in the file's value it stands. */
  readonly path: Path;
}

/** Every naming of a source by a statement, in all files that make statements. */
export function* citationsOf(knowledge: HandWritten): Generator<Citation> {
  for (const { file, path, statement } of statementsIn(knowledge)) {
    for (const [index, id] of statement.sources.entries()) yield { id, file, path: [...path, 'sources', index] };
  }
}
