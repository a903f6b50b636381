import { z } from 'zod';
import type { TokenList } from './token-list.ts';

const entry = {
  name: z.string().min(1).max(256),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  since: z.iso.datetime(),
};
const number = z.int().min(1).max(65_535);

const FORM = z.strictObject({
  version: z.literal(1),
  nextNumber: z.int().min(1).max(65_536),
  sensors: z.array(z.strictObject({ number, ...entry })),
  readers: z.array(z.strictObject(entry)),
});

export function formatTokenFile({ nextNumber, sensors, readers }: TokenList): string {
  return `${JSON.stringify({ version: 1, nextNumber, sensors, readers }, null, 2)}\n`;
}

/** The list of a file's text; what is wrong with it where it is none, which includes numbers and names that stand twice. */
export function parseTokenFile(text: string): TokenList | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'it is not JSON' };
  }
  const read = FORM.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { fault: issue === undefined ? 'it has another form' : `${issue.path.join('.')}: ${issue.message}` };
  }
  const { nextNumber, sensors, readers } = read.data;
  const distinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
  const all = [...sensors, ...readers];
  const isConsistent =
    distinct(sensors.map((one) => one.number)) &&
    distinct(sensors.map((one) => one.name)) &&
    distinct(readers.map((one) => one.name)) &&
    distinct(all.map((one) => one.sha256)) &&
    sensors.every((one) => one.number < nextNumber);
  return isConsistent ? { nextNumber, sensors, readers } : { fault: 'a number, a name or a token stands in it twice' };
}
