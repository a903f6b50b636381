import type { Payload } from '../payload.ts';

/** A flow keeps so many different values of a field: its first ones. */
const MAX_VALUES = 8;

/** What both have, `first` first. */
export function mergePayload(first: Payload | undefined, second: Payload): Payload {
  if (first === undefined) return second;
  const merged: Payload = { ...first };
  for (const field of fieldsOf(second)) {
    const values = [...(first[field] ?? [])];
    for (const value of second[field] ?? []) {
      if (values.length >= MAX_VALUES) break;
      if (!values.includes(value)) values.push(value);
    }
    merged[field] = values;
  }
  return merged;
}

function fieldsOf(payload: Payload): (keyof Payload)[] {
  return Object.keys(payload) as (keyof Payload)[];
}
