/** What stands in a cell of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}

/** Plain text as Markdown: nothing in it is a tag or an emphasis. */
export function prose(text: string): string {
  return text.replace(/[*<\\]/g, String.raw`\$&`);
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** A table; rows hold Markdown whose bars are escaped. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heading), `|${'---|'.repeat(heading.length)}`, ...rows.map(line), ''];
}

/** Commands that a test holds against what the program takes. */
export function examplesBlock(examples: readonly string[]): string[] {
  return ['<!-- test: parsed -->', '```sh', ...examples, '```', ''];
}

/** Where the page comes from, for whoever wants to change it. */
export function writtenFrom(source: string): string {
  return `This page is written from ${source} by \`build/docs/\`; a test holds it up to date.`;
}

/** Descriptions are written for columns, without a capital and a full stop. */
export function sentence(text: string): string {
  const closed = /[.?!]$/.test(text) ? text : `${text}.`;
  return closed.charAt(0).toUpperCase() + closed.slice(1);
}
