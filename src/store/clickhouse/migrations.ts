import { createStatements } from './ddl.ts';
import type { Form } from './form.ts';

/** A step from one form of the tables to the next. A server takes one statement at a time, so a crash may fall between any two: each can be run again. */
export interface Migration {
  /** From 1, one more each time; never changed once it was released. */
  readonly version: number;
  /** For a cluster or a single server: `form` writes `ON CLUSTER` and the engines. */
  readonly statements: (form: Form) => readonly string[];
}

export const MIGRATIONS: readonly Migration[] = [{ version: 1, statements: createStatements }];

/** The form that this program knows. */
export const NEWEST_VERSION = Math.max(...MIGRATIONS.map(({ version }) => version));
