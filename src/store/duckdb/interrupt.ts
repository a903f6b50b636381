import type { DuckDBConnection } from '@duckdb/node-api';

/** An interrupt is lost on a connection whose statement waits for a thread of Node's pool, so it is given again until it is heard. */
const AGAIN_MS = 20;

/** Interrupts what runs on a connection from when the signal is aborted until the returned function is called. */
export function interruptOn(signal: AbortSignal | undefined, connection: DuckDBConnection): () => void {
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    connection.interrupt();
    timer = setInterval(() => connection.interrupt(), AGAIN_MS);
  };
  if (signal?.aborted === true) begin();
  else signal?.addEventListener('abort', begin, { once: true });
  return () => {
    signal?.removeEventListener('abort', begin);
    clearInterval(timer);
  };
}
