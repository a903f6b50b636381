import type { TokenKind } from './token.ts';

/** Who may write or read. Tokens themselves are in nobody's list. */
export interface TokenList {
  /** The number that the next sensor gets: those of removed ones are not given again, as their rows are still there. */
  readonly nextNumber: number;
  readonly sensors: readonly SensorEntry[];
  readonly readers: readonly TokenEntry[];
}

export interface TokenEntry {
  readonly name: string;
  /** SHA-256 of the token, hexadecimal. */
  readonly sha256: string;
  /** When the token was made, ISO 8601 UTC. */
  readonly since: string;
}

export interface SensorEntry extends TokenEntry {
  /** Stands in every row of the sensor: 1 to 65535. */
  readonly number: number;
}

/** What was asked for cannot be; the message says why. */
export class TokenListError extends Error {
  override readonly name = 'TokenListError';
}

export const NO_TOKENS: TokenList = { nextNumber: 1, sensors: [], readers: [] };
const MAX_NUMBER = 65_535;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u;

const isTokenName = (name: string): boolean => NAME.test(name);

/** With a sensor or reader more. Throws TokenListError. */
export function withToken(list: TokenList, kind: TokenKind, entry: TokenEntry): TokenList {
  if (!isTokenName(entry.name)) {
    throw new TokenListError(
      `a name is 1 to 64 letters, digits and . _ @ + -, begins with a letter or digit, and is not "${entry.name}"`,
    );
  }
  if (entriesOf(list, kind).some(({ name }) => name === entry.name)) {
    throw new TokenListError(
      `there is a ${kind} ${entry.name} already; portolan ${kind}s rotate ${entry.name} gives it a new token`,
    );
  }
  if (kind === 'reader') return { ...list, readers: [...list.readers, entry] };
  if (list.nextNumber > MAX_NUMBER) throw new TokenListError(`all ${MAX_NUMBER} numbers of sensors are used up`);
  const sensor = { ...entry, number: list.nextNumber };
  return { ...list, nextNumber: list.nextNumber + 1, sensors: [...list.sensors, sensor] };
}

/** Without a sensor or reader. Throws TokenListError where there is none of the name. */
export function withoutToken(list: TokenList, kind: TokenKind, name: string): TokenList {
  findEntry(list, kind, name);
  return {
    ...list,
    sensors: kind === 'sensor' ? list.sensors.filter((one) => one.name !== name) : list.sensors,
    readers: kind === 'reader' ? list.readers.filter((one) => one.name !== name) : list.readers,
  };
}

/** With another token for the same sensor or reader; a sensor keeps its number. Throws TokenListError. */
export function withNewToken(list: TokenList, kind: TokenKind, entry: TokenEntry): TokenList {
  findEntry(list, kind, entry.name);
  const renewed = <Entry extends TokenEntry>(one: Entry): Entry =>
    one.name === entry.name ? { ...one, ...entry } : one;
  return {
    ...list,
    sensors: kind === 'sensor' ? list.sensors.map(renewed) : list.sensors,
    readers: kind === 'reader' ? list.readers.map(renewed) : list.readers,
  };
}

export function entriesOf(list: TokenList, kind: TokenKind): readonly TokenEntry[] {
  return kind === 'sensor' ? list.sensors : list.readers;
}

function findEntry(list: TokenList, kind: TokenKind, name: string): TokenEntry {
  const entry = entriesOf(list, kind).find((one) => one.name === name);
  if (entry === undefined) throw new TokenListError(`there is no ${kind} ${name}; portolan ${kind}s list shows all`);
  return entry;
}
