import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A finding that somebody does not want to see again until a day, and why. */
export interface Suppression {
  readonly id: string;
  readonly rule: string;
  /** What it is about; null for all. */
  readonly subject: string | null;
  readonly reason: string;
  /** The last day on which it holds: `2026-12-31`. */
  readonly until: string;
}

const MAX_SUPPRESSIONS = 1000;
const MAX_TEXT = 500;

/** The list, in a file that only its owner may read. */
export class Suppressions {
  readonly #path: string;
  #list: readonly Suppression[];

  /** What cannot be read as such a file is an empty list: a suppression is never more than a wish. */
  constructor(path: string) {
    this.#path = path;
    this.#list = read(path);
  }

  /** Those that hold on a day. */
  on(day: string): readonly Suppression[] {
    return this.#list.filter(({ until }) => until >= day);
  }

  /** Null for what is none; throws the system's error where it cannot be written. */
  add(order: Readonly<Record<string, unknown>>, today: string): Suppression | null {
    const wish = suppressionOf({ ...order, id: crypto.randomUUID() });
    if (wish === null || wish.until < today || this.#list.length >= MAX_SUPPRESSIONS) return null;
    this.#write([...this.on(today), wish]);
    return wish;
  }

  /** False where there is none of this id. */
  remove(id: string): boolean {
    const rest = this.#list.filter((one) => one.id !== id);
    if (rest.length === this.#list.length) return false;
    this.#write(rest);
    return true;
  }

  #write(list: readonly Suppression[]): void {
    const half = `${this.#path}.part`;
    writeFileSync(half, `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
    renameSync(half, this.#path);
    this.#list = list;
  }
}

function read(path: string): Suppression[] {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(value) ? value.flatMap((one: unknown) => suppressionOf(one) ?? []) : [];
  } catch {
    return [];
  }
}

function suppressionOf(value: unknown): Suppression | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, rule, subject = null, reason, until } = value as Record<string, unknown>;
  if (!isText(id) || !isText(rule) || !isText(reason) || !isText(until)) return null;
  if (subject !== null && !isText(subject)) return null;
  return /^\d{4}-\d{2}-\d{2}$/.test(until) ? { id, rule, subject, reason, until } : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT;
}
