import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatToken, hashToken, TOKEN_BYTES, type TokenKind } from '../../../server/tokens/token.ts';
import { changeTokens, readTokens, TOKEN_FILE, TokenFileError } from '../../../server/tokens/token-file.ts';
import {
  entriesOf,
  TokenListError,
  withNewToken,
  withoutToken,
  withToken,
  type TokenEntry,
  type TokenList,
} from '../../../server/tokens/token-list.ts';
import type { Run } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { TokenRow } from '../../documents.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { folderBeside, storeLocationOf } from '../../store/store-flag.ts';
import type { TokenVerb } from './command.ts';
import { writeTokens } from './write-tokens.ts';

/** The run of `sensors add`, `readers list` and so on. */
export function runFor(kind: TokenKind, verb: TokenVerb): Run {
  return async (input, context) => {
    const path = join(folderBeside(storeLocationOf(input, context), context), TOKEN_FILE);
    const [name, second] = input.args;
    if (second !== undefined)
      throw new CliError(EXIT.usage, `${kind}s ${verb} takes one name, and got "${second}" too`);
    if (verb !== 'list' && name === undefined) throw new CliError(EXIT.usage, `${kind}s ${verb} needs a name`);
    const rows = perform(kind, verb, path, name ?? '', context);
    writeTokens({ kind, verb, file: path, rows }, input, context);
    return Promise.resolve();
  };
}

/** What became of the list: all of it, or the one entry that is meant. Throws CliError. */
function perform(kind: TokenKind, verb: TokenVerb, path: string, name: string, context: Context): readonly TokenRow[] {
  const token = formatToken(kind, randomBytes(TOKEN_BYTES));
  const now = context.now();
  const entry: TokenEntry = { name, sha256: hashToken(token), since: now.toISOString() };
  try {
    if (verb === 'list') return rowsOf(readTokens(path), kind, null);
    if (verb === 'remove') {
      const before = readTokens(path);
      changeTokens(path, now.getTime(), (list) => withoutToken(list, kind, name));
      return rowsOf(before, kind, null).filter((row) => row.name === name);
    }
    const change = verb === 'rotate' ? withNewToken : withToken;
    const list = changeTokens(path, now.getTime(), (before) => change(before, kind, entry));
    return rowsOf(list, kind, token).filter((row) => row.name === name);
  } catch (error) {
    if (error instanceof TokenListError) throw new CliError(EXIT.found, error.message);
    if (error instanceof TokenFileError) {
      throw new CliError(error.isUnsafe ? EXIT.refused : EXIT.couldNotLook, error.message);
    }
    throw error;
  }
}

function rowsOf(list: TokenList, kind: TokenKind, token: string | null): TokenRow[] {
  const numbers = new Map(list.sensors.map(({ name, number }) => [name, number]));
  return entriesOf(list, kind).map(({ name, since }) => ({
    number: kind === 'sensor' ? (numbers.get(name) ?? null) : null,
    name,
    since,
    token,
  }));
}
