import { describeSign } from '../../../knowledge/describe-sign.ts';
import type { Pattern } from '../../../knowledge/pattern.ts';
import type { Context } from '../../context.ts';
import { wrap } from '../../wrap.ts';

const LABEL_WIDTH = 16;
const INDENT = '  ';
const MAX_WIDTH = 110;

/** A pattern as a person reads it, its signs in words. */
export function* formatPattern(pattern: Pattern, { style, isTerminal, width }: Context): Generator<string> {
  const room = isTerminal ? Math.min(width, MAX_WIDTH) : Number.POSITIVE_INFINITY;
  const entry = function* (label: string, text: string): Generator<string> {
    const lines = wrap(text, room - LABEL_WIDTH - INDENT.length);
    for (const [index, line] of lines.entries()) {
      const head = (index === 0 ? label : '').padEnd(LABEL_WIDTH);
      yield INDENT + style.dim(head) + line;
    }
  };
  yield `${style.strong(pattern.id)}  ${style.strong(pattern.title)}`;
  yield INDENT + style.dim(`${pattern.kind} · ${pattern.severity}`);
  yield* entry('Means', `${pattern.meaning.text}${marks(pattern.meaning.sources)}`);
  for (const sign of pattern.signs) yield* entry('Shown by', describeSign(sign));
  for (const { text, tell, sources } of pattern.innocent) {
    yield* entry('May be innocent', `${text} To tell: ${tell}${marks(sources)}`);
  }
  for (const advice of pattern.advice) yield* entry('Do', `${advice.do}${marks(advice.sources)}`);
  if (pattern.attack.length > 0) yield* entry('ATT&CK', pattern.attack.join(', '));
}

function marks(sources: readonly string[]): string {
  return sources.map((id) => ` [${id}]`).join('');
}
