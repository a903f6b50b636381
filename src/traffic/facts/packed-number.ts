/** A number as JSON can write it, which has no NaN. */
export function packNumber(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

export function unpackNumber(value: number | null): number {
  return value ?? Number.NaN;
}
