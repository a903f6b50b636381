import { useEffect, useState } from 'preact/hooks';
import { askThen, type ApiError } from '../../api/client.ts';
import type { AnalysisDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';

/** Milliseconds between looks at an analysis that runs. */
const EVERY = 700;

export interface Polled {
  readonly analysis: AnalysisDocument | null;
  readonly error: ApiError | null;
  /** Ends it. What was found until then stays on the screen, for as long as the page is open. */
  readonly cancel: () => void;
}

/** An analysis, asked for again and again until it is done. */
export function useAnalysis(id: string): Polled {
  const [analysis, setAnalysis] = useState<AnalysisDocument | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isCancelled, setCancelled] = useState(false);
  useEffect(() => {
    if (isCancelled) return;
    const aborting = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      askThen<AnalysisDocument>(
        API.analysis(id),
        { signal: aborting.signal },
        (found) => {
          setAnalysis(found);
          if (found.state === 'running') timer = setTimeout(look, EVERY);
        },
        setError,
      );
    };
    look();
    return () => {
      aborting.abort();
      clearTimeout(timer);
    };
  }, [id, isCancelled]);
  const cancel = (): void => {
    setCancelled(true);
    if (analysis !== null) setAnalysis({ ...analysis, state: 'cancelled' });
    askThen(API.analysis(id), { method: 'DELETE' }, () => {});
  };
  return { analysis, error, cancel };
}
