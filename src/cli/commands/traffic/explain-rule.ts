import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { formatPattern } from '../knowledge-patterns/pattern-text.ts';

/** What a finding rests on: its pattern, in full. The id may have the prefix that findings have. */
export function explainRule(rule: string, context: Context): void {
  const id = rule.replace(/^(traffic|harmless)\./, '').replace(/#\d+$/, '');
  const pattern = openKnowledge().pattern(id);
  if (pattern === null) {
    throw new CliError(EXIT.found, `there is no rule "${rule}"; portolan knowledge patterns lists them`);
  }
  for (const line of formatPattern(pattern, context)) context.stdout.line(line);
}
