import type { ConnField } from './conn-record.ts';

/** The values of a JSON line by field, as text; null where the line is no JSON object. */
export function readJsonRow(line: string): ((field: ConnField) => string) | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  const row = value;
  return (field) => {
    const plain = row[field];
    return textOf(plain === undefined && field.startsWith('id.') ? idOf(row, field) : plain);
  };
}

/** `id.orig_h` is `id_orig_h` where a store allows no dots in names, and elsewhere an object within the object. */
function idOf(row: Readonly<Record<string, unknown>>, field: string): unknown {
  const { id } = row;
  return row[field.replace('.', '_')] ?? (isObject(id) ? id[field.slice('id.'.length)] : undefined);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.length > 0 ? 'some' : '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
