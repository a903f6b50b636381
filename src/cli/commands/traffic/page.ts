import type { Context } from '../../context.ts';
import type { Style } from '../../style.ts';
import { cut } from '../../width.ts';
import { wrap } from '../../wrap.ts';

/** Longest comfortable line, however wide the screen. */
const MAX_WIDTH = 120;
/** Narrower than that nothing is readable, and words stick out rather. */
const MIN_ROOM = 20;
const LABEL_WIDTH = 10;

type Paint = (text: string) => string;
const plain: Paint = (text) => text;

/** Paragraphs on a terminal of some width, beside a column of labels; one line each where nothing is to be broken. */
export class Page {
  readonly style: Style;
  readonly #context: Context;
  readonly #room: number;

  constructor(context: Context) {
    this.#context = context;
    this.style = context.style;
    this.#room = context.isTerminal ? Math.min(context.width, MAX_WIDTH) : Number.POSITIVE_INFINITY;
  }

  gap(): void {
    this.#context.stdout.line();
  }

  /** A paragraph from the left edge. */
  text(text: string, paint: Paint = plain): void {
    for (const line of wrap(text, Math.max(this.#room, MIN_ROOM))) this.#context.stdout.line(paint(line));
  }

  /** A paragraph beside the column of labels. */
  body(text: string, paint: Paint = plain): void {
    this.labelled('', plain, text, paint);
  }

  /** The same with a label in the column. */
  labelled(label: string, paintLabel: Paint, text: string, paint: Paint = plain): void {
    this.entry(
      label === '' ? ' '.repeat(LABEL_WIDTH) : paintLabel(label.padEnd(LABEL_WIDTH)),
      LABEL_WIDTH,
      text,
      paint,
    );
  }

  /** One of several things, in the column beside the labels. */
  item(text: string, paint: Paint): void {
    this.entry(`${' '.repeat(LABEL_WIDTH)}- `, LABEL_WIDTH + 2, text, paint);
  }

  /** More about it. */
  under(text: string, paint: Paint): void {
    this.entry(' '.repeat(LABEL_WIDTH + 2), LABEL_WIDTH + 2, text, paint);
  }

  /** A paragraph beside a head that takes `width` cells. */
  entry(head: string, width: number, text: string, paint: Paint = plain): void {
    if (this.#room - width < MIN_ROOM) {
      if (head.trim() !== '') this.#context.stdout.line(head.trimEnd());
      for (const line of wrap(text, Math.max(this.#room - 2, MIN_ROOM))) this.#context.stdout.line(`  ${paint(line)}`);
      return;
    }
    const [first = '', ...more] = wrap(text, this.#room - width);
    this.#context.stdout.line(`${head}${paint(first)}`.trimEnd());
    for (const line of more) this.#context.stdout.line(' '.repeat(width) + paint(line));
  }

  /** One line of what somebody else wrote, cut rather than wrapped. */
  quote(text: string): void {
    const room = this.#room - LABEL_WIDTH;
    const shown = room === Number.POSITIVE_INFINITY ? text : cut(text, Math.max(room, MIN_ROOM));
    this.#context.stdout.line(' '.repeat(LABEL_WIDTH) + this.style.dim(shown));
  }
}
