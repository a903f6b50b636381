const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first signal ends in order, the next one as ever. Returns what takes that back. */
export function endAtSignal(stop: AbortController): () => void {
  const release = (): void => {
    for (const signal of ENDING) process.off(signal, end);
  };
  const end = (): void => {
    release();
    stop.abort();
  };
  for (const signal of ENDING) process.on(signal, end);
  return release;
}
