/**
 * A whole number as SQL. Nothing else ever becomes part of a statement, so nothing ever needs to be quoted: text is kept in a
 * table of its own and stands in statements as its id. Throws RangeError for anything that is no whole number of the range.
 */
export function literal(value: number | bigint, least: bigint, most: bigint): string {
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value))
    throw new RangeError(`${String(value)} is no whole number`);
  const whole = BigInt(value);
  if (whole < least || whole > most) throw new RangeError(`${whole} is not from ${least} to ${most}`);
  return whole.toString();
}

const U64 = (1n << 64n) - 1n;
const I64 = (1n << 63n) - 1n;

export const literals = {
  time: (milliseconds: number): string => literal(milliseconds, 0n, I64),
  /** Days since 1970; before it too. */
  day: (value: number): string => literal(value, -1_000_000n, 1_000_000n),
  u64: (value: bigint): string => literal(value, 0n, U64),
  port: (value: number): string => literal(value, 0n, 65_535n),
  byte: (value: number): string => literal(value, 0n, 255n),
  /** How many rows: at most a million. */
  count: (value: number): string => literal(value, 1n, 1_000_000n),
};
