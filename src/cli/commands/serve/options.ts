import { COLLECTOR_PORT, isLoopbackHost } from '../../../ingest/collector-address.ts';
import { parseIp } from '../../../net/prefix.ts';
import { parsePort } from '../../../net/port.ts';
import type { Input } from '../../command.ts';
import { CliError, EXIT } from '../../exit-code.ts';

/** Where to listen over TCP, and how. */
export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** It can be reached from this machine only, by names of loopback. */
  readonly isLoopbackOnly: boolean;
}

export interface ServeOptions {
  /** Null: the Unix socket alone. */
  readonly tcp: TcpOptions | null;
  /** Null: for ever. */
  readonly keepDays: number | null;
  readonly log: 'text' | 'json';
}

/** Longer is for ever. */
const MAX_DAYS = 36_500;

/** Throws CliError: usage, or refused for safety. */
export function readServeOptions(input: Input): ServeOptions {
  const log = input.value('log') ?? 'text';
  if (log !== 'text' && log !== 'json') throw new CliError(EXIT.usage, `--log takes text or json, and got "${log}"`);
  return { tcp: readTcp(input), keepDays: readKeepDays(input.value('keep-days')), log };
}

function readTcp(input: Input): TcpOptions | null {
  const [cert, key] = [input.value('tls-cert'), input.value('tls-key')];
  if ((cert === null) !== (key === null)) throw new CliError(EXIT.usage, '--tls-cert and --tls-key belong together');
  const tls = cert === null || key === null ? null : { cert, key };
  const text = input.value('listen') ?? `127.0.0.1:${COLLECTOR_PORT}`;
  if (text === 'none') return null;
  const { host, port } = readListenAddress(text);
  const isProxied = input.has('behind-proxy');
  const isLoopback = isLoopbackHost(host);
  if (!isLoopback && tls === null && !isProxied) {
    throw new CliError(
      EXIT.refused,
      `${text} can be reached from other machines, and tokens and events would travel in the open: add --tls-cert and --tls-key, or --behind-proxy where a proxy in front does TLS`,
    );
  }
  return { host, port, tls, isLoopbackOnly: isLoopback && tls === null && !isProxied };
}

/** An address and a port; names are not taken, as they may come to mean something else. Throws CliError (usage). */
export function readListenAddress(text: string): { host: string; port: number } {
  const [, bracketed, plain, digits = ''] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? (plain === 'localhost' ? '127.0.0.1' : plain) ?? '';
  const family = parseIp(host)?.family;
  const port = parsePort(digits);
  if (family !== (bracketed === undefined ? 4 : 6) || port === null) {
    throw new CliError(EXIT.usage, `--listen takes ADDRESS:PORT as 127.0.0.1:7654 or [::1]:7654, and got "${text}"`);
  }
  return { host, port };
}

function readKeepDays(text: string | null): number | null {
  if (text === null) return null;
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > MAX_DAYS) {
    throw new CliError(EXIT.usage, `--keep-days takes 1 to ${MAX_DAYS}, and got "${text}"`);
  }
  return days;
}
