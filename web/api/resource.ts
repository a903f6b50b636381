import { useEffect, useState } from 'preact/hooks';
import { ApiError, ask } from './client.ts';

/** What was asked for, and how far it is. While it is asked for again, the old answer stays. */
export interface Resource<Document> {
  readonly data: Document | null;
  readonly error: ApiError | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** An answer of the API, asked for again when its address or `version` changes; null asks for nothing. */
export function useResource<Document>(path: string | null, version = 0): Resource<Document> {
  const [turn, setTurn] = useState(0);
  const [held, setHeld] = useState<{ path: string | null; data: Document | null; error: ApiError | null }>({
    path: null,
    data: null,
    error: null,
  });
  useEffect(() => {
    if (path === null) return;
    const aborting = new AbortController();
    ask<Document>(path, { signal: aborting.signal }).then(
      (data) => {
        setHeld({ path, data, error: null });
      },
      (error: unknown) => {
        if (aborting.signal.aborted) return;
        setHeld({ path, data: null, error: error instanceof ApiError ? error : new ApiError(0, String(error)) });
      },
    );
    return () => {
      aborting.abort();
    };
  }, [path, turn, version]);
  const isCurrent = held.path === path;
  return {
    data: isCurrent ? held.data : null,
    error: isCurrent ? held.error : null,
    isLoading: path !== null && !isCurrent,
    reload: () => {
      setTurn(turn + 1);
    },
  };
}
