import type { Position } from '../../src/yaml/position.ts';

export type { Position };

/** A fault in a knowledge file. */
export interface Fault extends Position {
  readonly file: string;
  /** Name of the rule that was broken, `unknown-source`. */
  readonly rule: string;
  /** A warning is printed and stops nothing. */
  readonly level: 'fault' | 'warning';
  readonly message: string;
}

/** As compilers do, so that editors can jump there: `file:line:column: rule: what`. */
export function formatFault({ file, line, column, rule, level, message }: Fault): string {
  return `${file}:${line}:${column}: ${level === 'warning' ? 'warning: ' : ''}${rule}: ${message}`;
}

/** `2 faults`, `1 fault, 3 warnings`. */
export function countFaults(faults: readonly Fault[]): string {
  const warnings = faults.filter(({ level }) => level === 'warning').length;
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  const failing = count(faults.length - warnings, 'fault');
  return warnings === 0 ? failing : `${failing}, ${count(warnings, 'warning')}`;
}

/** Whether a build or a check fails over them: over warnings only when it is `strict`. */
export function isFailure(faults: readonly Fault[], strict = false): boolean {
  return faults.some(({ level }) => strict || level === 'fault');
}
