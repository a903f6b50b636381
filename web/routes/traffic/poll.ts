import { useEffect, useState } from 'preact/hooks';
import { askThen, type ApiError } from '../../api/client.ts';
import type { AnalysisDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';

/** Milliseconds between looks at an analysis that runs. */
const EVERY = 700;

export interface Polled {
  readonly analysis: AnalysisDocument | null;
  readonly error: ApiError | null;
  /** Ends it. What was found until then stays. */
  readonly cancel: () => void;
}

/** An analysis, asked for again and again until it is done. */
export function useAnalysis(id: string): Polled {
  const [analysis, setAnalysis] = useState<AnalysisDocument | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
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
  }, [id, turn]);
  const cancel = (): void => {
    askThen(API.analysisCancel(id), { method: 'POST' }, () => setTurn(turn + 1), setError);
  };
  return { analysis, error, cancel };
}
