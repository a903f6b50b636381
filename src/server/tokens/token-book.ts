import { timingSafeEqual } from 'node:crypto';
import { hashToken, isToken } from './token.ts';
import { readTokens, versionOf } from './token-file.ts';
import type { TokenList } from './token-list.ts';

/**
 * Who asks. The owner comes over the Unix socket, whose file only they may open; the store's own machine is sensor 0. The page was opened by
 * the address that serve printed.
 */
export type Caller =
  | { readonly role: 'owner' }
  | { readonly role: 'page' }
  | { readonly role: 'sensor'; readonly name: string; readonly number: number }
  | { readonly role: 'reader'; readonly name: string };

interface Entry {
  readonly digest: Buffer;
  readonly caller: Caller;
}

/** The tokens of a file, as a server needs them: what was taken away in the file is taken away here with the next request. */
export class TokenBook {
  readonly #path: string;
  readonly #onChange: (list: TokenList) => void;
  readonly #onFault: (error: Error) => void;
  #version: string | null;
  #list: TokenList;
  #entries: ReadonlyMap<string, Entry>;

  /** Reads the file. Throws TokenFileError. `onFault` hears of a file that was changed and cannot be read: what was known stays. */
  constructor(path: string, onChange: (list: TokenList) => void, onFault: (error: Error) => void) {
    this.#path = path;
    this.#onChange = onChange;
    this.#onFault = onFault;
    this.#version = versionOf(path);
    this.#list = readTokens(path);
    this.#entries = entriesOf(this.#list);
  }

  get list(): TokenList {
    this.#reload();
    return this.#list;
  }

  /** Whose token it is; null for nobody's. */
  callerOf(token: string): Caller | null {
    if (!isToken(token)) return null;
    this.#reload();
    const hash = hashToken(token);
    // What is looked up is a hash, of which an attacker cannot choose the next byte; the comparison takes the same time anyway.
    const entry = this.#entries.get(hash);
    return entry !== undefined && timingSafeEqual(entry.digest, Buffer.from(hash, 'hex')) ? entry.caller : null;
  }

  #reload(): void {
    const version = versionOf(this.#path);
    if (version === this.#version) return;
    this.#version = version;
    try {
      this.#list = readTokens(this.#path);
    } catch (error) {
      this.#onFault(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    this.#entries = entriesOf(this.#list);
    this.#onChange(this.#list);
  }
}

function entriesOf({ sensors, readers }: TokenList): ReadonlyMap<string, Entry> {
  const callers: (readonly [string, Caller])[] = [
    ...sensors.map(({ sha256, name, number }) => [sha256, { role: 'sensor', name, number }] as const),
    ...readers.map(({ sha256, name }) => [sha256, { role: 'reader', name }] as const),
  ];
  return new Map(callers.map(([sha256, caller]) => [sha256, { digest: Buffer.from(sha256, 'hex'), caller }]));
}
