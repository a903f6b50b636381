/** Where a store is: a folder of this machine (DuckDB), or a ClickHouse. */
export type StoreLocation =
  | { readonly engine: 'duckdb'; readonly folder: string }
  | {
      readonly engine: 'clickhouse';
      /** `http://` or `https://` with host and port, one for each entry node; without user and password. */
      readonly urls: readonly string[];
      readonly database: string;
      /** The cluster of the server's configuration; null for a single server. */
      readonly cluster: string | null;
      readonly user: string;
      readonly password: string;
    };

/** What is wrong with a location; the message says what one looks like. */
export class LocationError extends Error {
  override readonly name = 'LocationError';
}

const EXAMPLE = 'clickhouse://user@db-1:8123,db-2:8123/portolan?cluster=main';
const HTTP_PORT = '8123';
const HTTPS_PORT = '8443';

/**
 * Reads a location: the path of a folder, or `clickhouse://[user[:password]@]host[:port][,host[:port]...]/database[?cluster=NAME]`, with
 * `clickhouses://` for TLS. Entry nodes are asked in turn. `password` is used where the text has none. Throws LocationError.
 */
export function parseLocation(text: string, password = ''): StoreLocation {
  const match = /^clickhouse(s?):\/\/(?:([^@/]*)@)?([^@/?]+)(?:\/(\w+))?(?:\?cluster=(\w+))?$/.exec(text);
  if (match === null) {
    if (/^[a-z]+:\/\//i.test(text))
      throw new LocationError(`${text} is no store; one looks like ${EXAMPLE}, or is a folder`);
    return { engine: 'duckdb', folder: text };
  }
  const [, secure = '', login = '', hosts = '', database = 'portolan', cluster] = match;
  const [user = '', own] = login.split(':', 2);
  const port = secure === '' ? HTTP_PORT : HTTPS_PORT;
  return {
    engine: 'clickhouse',
    urls: hosts.split(',').map((host) => `http${secure}://${/:\d+$/.test(host) ? host : `${host}:${port}`}`),
    database,
    cluster: cluster ?? null,
    user: user === '' ? 'default' : decodeURIComponent(user),
    password: own === undefined ? password : decodeURIComponent(own),
  };
}
