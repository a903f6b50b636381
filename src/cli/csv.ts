/** One line of RFC 4180: fields with a comma, a quote or a line break are quoted. */
export function csvLine(fields: readonly (string | number | boolean | null)[]): string {
  return fields.map((field) => quote(field === null ? '' : String(field))).join(',');
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
