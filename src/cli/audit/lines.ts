import { printable } from '../printable.ts';
import { wrap } from '../wrap.ts';

/** Narrower than that nothing is readable, and words stick out rather. */
const MIN_ROOM = 20;

type Paint = (text: string) => string;
const plain: Paint = (text) => text;

/**
 * A paragraph beside a head that takes `indent` cells; what others wrote in it is made safe. `width` is that of the
 * screen, Infinity where nothing is to be broken.
 */
export function paragraph(
  head: string,
  indent: number,
  text: string,
  width: number,
  { paint = plain, paintHead = plain }: { readonly paint?: Paint; readonly paintHead?: Paint } = {},
): string[] {
  const [first = '', ...more] = wrap(printable(text), Math.max(width - indent, MIN_ROOM));
  return [
    `${paintHead(head)}${' '.repeat(Math.max(indent - head.length, 0))}${paint(first)}`.trimEnd(),
    ...more.map((line) => ' '.repeat(indent) + paint(line)),
  ];
}

/** `1 port`, `1,768 ports`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
