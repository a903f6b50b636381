import { useEffect, useState } from 'preact/hooks';
import { askThen, type ApiError } from './client.ts';

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
    askThen<Document>(
      path,
      { signal: aborting.signal },
      (data) => setHeld({ path, data, error: null }),
      (error) => setHeld({ path, data: null, error }),
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
