const MAX_FIELDS = 200;

/** Values parted by commas (RFC 4180): in quotes a comma is part of the value, and a quote is doubled. */
export function csvFields(line: string): string[] {
  if (!line.includes('"')) return line.split(',', MAX_FIELDS);
  const fields: string[] = [];
  for (let at = 0; at <= line.length && fields.length < MAX_FIELDS;) {
    const isQuoted = line[at] === '"';
    const stop = isQuoted ? closingQuote(line, at + 1) : at;
    const comma = line.indexOf(',', stop);
    const end = comma === -1 ? line.length : comma;
    fields.push(isQuoted ? line.slice(at + 1, stop).replaceAll('""', '"') : line.slice(at, end));
    at = end + 1;
  }
  return fields;
}

/** The end of the line where it is not closed. */
function closingQuote(line: string, start: number): number {
  for (let at = line.indexOf('"', start); at !== -1; at = line.indexOf('"', at + 2))
    if (line[at + 1] !== '"') return at;
  return line.length;
}
