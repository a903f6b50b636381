import type { Arguments } from './arguments.ts';
import type { ParameterName } from './parameter-list.ts';
import type { ResultColumn } from './result-column.ts';

/** One table of an answer: a statement and what its columns are. */
export interface Part {
  /** Within the question: `sources`. */
  readonly name: string;
  /** Above the table, where an answer has several. */
  readonly title: string;
  readonly columns: readonly ResultColumn[];
  /**
   * The statement in the dialect that both engines speak alike: no WITH, no window functions, a total ORDER BY, `intDiv`, `<>`; an alias
   * is never the name of a column (ClickHouse would take it for that), and a join stands outside of the tables' own subqueries (a
   * cluster refuses it inside). Numbers come in by `literal.ts` alone.
   */
  readonly sql: (args: Arguments) => string;
  /** It asks for what was before `since` too. */
  readonly looksBack?: boolean;
  /** At most so many rows, whatever limit is asked for; absent: the limit that is asked for. */
  readonly rows?: number;
}

/** A question that people ask of the store by its name. One file each, in `questions/`. */
export interface Question {
  readonly name: string;
  /** One sentence: what it answers. */
  readonly description: string;
  readonly parameters: readonly ParameterName[];
  /** In words, as a person would give them. */
  readonly defaults: Readonly<Partial<Record<ParameterName, string>>>;
  /** The parameter that is given by itself behind the name: `who-knocked 22`. */
  readonly argument?: { readonly name: ParameterName; readonly isRequired: boolean };
  /** Milliseconds that since and until are widened to whole ones of; absent: they are taken as they are. */
  readonly step?: (args: Arguments) => number;
  readonly parts: readonly [Part, ...Part[]];
  readonly examples: readonly [string, ...string[]];
}
