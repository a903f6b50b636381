import type { Fault } from '../fault.ts';
import { LINT_RULES } from './lint.ts';
import { SCHEMA_RULES } from './schema-rules.ts';

/** What the faults' rules ask for, one line a rule; the schema's own messages need no more words. */
export function explanationsOf(faults: readonly Fault[]): string[] {
  const broken = new Set(faults.map(({ rule }) => rule));
  const rules = new Map([...LINT_RULES, ...SCHEMA_RULES].map(({ name, explains }) => [name, explains]));
  return [...rules].filter(([name]) => broken.has(name)).map(([name, explains]) => `  ${name}: ${explains}`);
}
