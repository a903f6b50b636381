import { readFileSync } from 'node:fs';
import { CollectorAddressError } from '../../ingest/collector-address.ts';
import { parseNatsAddress } from '../../ingest/nats/nats-address.ts';
import { loadNats, type NatsAccess, type NatsPackages } from '../../ingest/nats/nats-link.ts';
import { SinkError } from '../../ingest/sink.ts';
import { CliError, EXIT } from '../exit-code.ts';

/** What was asked for by flags: an address, and the files of a password and of certificates. */
export interface NatsWords {
  readonly address: string;
  readonly isInsecureAllowed: boolean;
  /** The flag that names a file with it, and what it names; null where the environment has it. */
  readonly password: { readonly flag: string; readonly file: string | null; readonly environment: string };
  readonly ca: { readonly flag: string; readonly file: string | null };
}

/** Throws CliError. */
export function natsAccessOf(words: NatsWords, environment: NodeJS.ProcessEnv): NatsAccess {
  const { server, user, isSecure } = addressOf(words);
  const { flag, file, environment: variable } = words.password;
  const password = file === null ? environment[variable] : readText(flag, file).trim();
  if (password === undefined || password === '') {
    throw new CliError(EXIT.usage, `${server} wants the password of ${user}: --${flag} FILE, or ${variable}`);
  }
  const ca = words.ca.file === null ? {} : { ca: readText(words.ca.flag, words.ca.file) };
  return { servers: [server], user, password, isSecure, ...ca };
}

/** The client of NATS, where it is installed. Throws CliError. */
export function natsPackages(load: (name: string) => unknown): NatsPackages {
  try {
    return loadNats(load);
  } catch (error) {
    if (error instanceof SinkError) throw new CliError(EXIT.couldNotLook, error.message);
    throw error;
  }
}

function addressOf({ address, isInsecureAllowed }: NatsWords): ReturnType<typeof parseNatsAddress> {
  try {
    return parseNatsAddress(address, isInsecureAllowed);
  } catch (error) {
    if (error instanceof CollectorAddressError) throw new CliError(EXIT.usage, error.message);
    throw error;
  }
}

function readText(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(EXIT.usage, `--${flag} ${path} cannot be read: ${reason}`);
  }
}
