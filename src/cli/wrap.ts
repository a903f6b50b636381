import { widthOf } from './width.ts';

/** Breaks text into lines of at most `width` cells, at spaces; a longer word stands alone. Infinity: one line. */
export function wrap(text: string, width: number): string[] {
  if (width === Number.POSITIVE_INFINITY) return [text];
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const word of text.split(' ')) {
    const wordLength = widthOf(word);
    if (line !== '' && length + 1 + wordLength > width) {
      lines.push(line);
      line = word;
      length = wordLength;
    } else {
      line = line === '' ? word : `${line} ${word}`;
      length += wordLength + (line === word ? 0 : 1);
    }
  }
  lines.push(line);
  return lines;
}
