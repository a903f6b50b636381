import type { Fault } from '../fault.ts';
import type { HandWritten, Named, Path } from '../hand-written.ts';
import type { RegistryRow } from '../registry-row.ts';

interface Described {
  /** The name of the rule's file, which every fault begins with: `unknown-source`. */
  readonly name: string;
  /** What the rule asks for, in one sentence; the linter prints it once beside the faults. */
  readonly explains: string;
}

/** What a rule needs to know besides the files. */
export interface LintContext {
  /** ISO date. */
  readonly today: string;
  /** IANA's rows in the registry's order; empty where no registry is kept. */
  readonly registry: readonly RegistryRow[];
}

/** A rule between files, or within one where a schema cannot say it. Pure: same files and context, same faults. */
export interface LintRule extends Described {
  /** `fault` where it is left out. */
  readonly level?: Fault['level'];
  check(knowledge: HandWritten, context: LintContext): Iterable<Fault>;
}

/** What a schema found, as far as it tells which rule was broken. */
export interface SchemaIssue {
  readonly path: Path;
  /** The kind that zod gives it: `too_small`. */
  readonly code: string;
  /** Nothing stands at the path. */
  readonly missing: boolean;
}

/** A rule that a schema already checks, and that is common enough to be called by its own name. */
export interface SchemaRule extends Described {
  covers(issue: SchemaIssue): boolean;
}

/** A fault of a rule at a part of a file. */
export function faultOn(rule: LintRule, named: Named<unknown>, path: Path, message: string): Fault {
  return { file: named.file, ...named.at(path), rule: rule.name, level: rule.level ?? 'fault', message };
}
