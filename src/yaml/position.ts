/** Where something stands in a file, both from 1, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where an offset of a text stands. The parser's own LineCounter misses lines of some broken files. */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return (offset) => {
    let line = 0;
    for (let after = starts.length; line + 1 < after;) {
      const middle = (line + after) >>> 1;
      if ((starts[middle] ?? 0) <= offset) line = middle;
      else after = middle;
    }
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}
