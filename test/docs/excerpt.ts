/** What differs from run to run, and from machine to machine: times, numbers of processes, sizes, secrets, widths of columns. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/\u001b\[[\d;]*m/g, ''],
  [/\b[A-Z][a-z]{2} [ \d]\d(?= \d{2}:\d{2}:\d{2})/g, 'DAY'],
  [/\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?/g, 'MOMENT'],
  [/\b\d{2}:\d{2}(?::\d{2})?\b/g, 'CLOCK'],
  [/\((?:pid )?\d+\)/g, '(PID)'],
  [/\bpid \d+/g, 'pid PID'],
  [/\b[\w-]{40,}\b/g, 'SECRET'],
  [/\b\d+(?:\.\d+)? (?:ms|s|min|h|d|seconds?)\b/g, 'SPAN'],
  [/\b\d+(?:\.\d+)? (?:[kMG]i?B|bytes)\b/g, 'SIZE'],
  [/\s+/g, ' '],
];

export function normalised(line: string): string {
  return CHANGING.reduce((text, [pattern, name]) => text.replace(pattern, name), line).trim();
}

/**
 * The first line of an excerpt that the output does not have, in the order of the excerpt; null where all are there.
 * Lines may be left out; `...` stands for whatever is in its place.
 */
export function firstMissing(shown: readonly string[], output: string): string | null {
  const lines = output.split('\n').map(normalised);
  let from = 0;
  for (const line of shown) {
    const parts = line.split(/\.\.\.|…/).map(normalised);
    const found = lines.findIndex((other, at) => at >= from && hasParts(other, parts));
    if (found === -1) return line;
    from = line.trim() === '' ? from : found + 1;
  }
  return null;
}

/** Whether a line is these parts, with anything between them. */
function hasParts(line: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  if (others.length === 0) return line === first || first === '';
  if (!line.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    at = line.indexOf(part, at);
    if (at === -1) return false;
    at += part.length;
  }
  return parts.at(-1) === '' || line.endsWith(parts.at(-1) ?? '');
}
