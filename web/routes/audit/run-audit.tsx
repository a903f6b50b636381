import { useEffect, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { askThen } from '../../api/client.ts';
import type { AuditRunningDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { DEMONSTRATED_HOST } from '../../parts/demonstration.tsx';
import { announce } from '../../state/announce.ts';
import { shown } from '../../state/shown.ts';

const EVERY = 500;

/** Starts an audit of what the server was started with, says how far it is, and ends it early. */
export function RunAudit({ done }: { readonly done: () => void }): VNode {
  const [isRunning, setRunning] = useState(false);
  const [progress, setProgress] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  // One may run already: begun in another window, or before this one was loaded again.
  useEffect(() => {
    const aborting = new AbortController();
    askThen<AuditRunningDocument>(API.auditRunning, { signal: aborting.signal }, (state) => setRunning(state.running));
    return () => {
      aborting.abort();
    };
  }, []);
  useEffect(() => {
    if (!isRunning) return;
    const aborting = new AbortController();
    const timer = setInterval(() => {
      askThen<AuditRunningDocument>(
        API.auditRunning,
        { signal: aborting.signal },
        (state) => {
          setProgress(state.progress);
          if (state.running) return;
          setRunning(false);
          setWrong(state.failure);
          announce(state.failure === null ? 'The audit is done.' : 'The audit came to nothing.');
          done();
        },
        () => setRunning(false),
      );
    }, EVERY);
    return () => {
      aborting.abort();
      clearInterval(timer);
    };
  }, [isRunning]);
  const start = (): void => {
    setWrong(null);
    setProgress(null);
    askThen(
      API.audits,
      { method: 'POST', json: {} },
      () => {
        setRunning(true);
        announce('The audit has begun.');
      },
      ({ message }) => setWrong(message),
    );
  };
  return (
    <div class="run-audit">
      <p>
        <button type="button" disabled={isRunning} onClick={start}>
          {isRunning ? 'Looking …' : 'Run the audit'}
        </button>{' '}
        {isRunning && (
          <button
            type="button"
            onClick={() => askThen(API.auditCancel, { method: 'POST', json: {} }, () => announce('The audit ends.'))}
          >
            Cancel
          </button>
        )}{' '}
        <span class="quiet">
          {isRunning
            ? shown(progress ?? 'beginning')
            : DEMONSTRATED_HOST === null
              ? 'Asks this machine, or the hosts of the policy that serve was started with. Reads only.'
              : 'A demonstration asks nobody: the answers are invented too.'}
        </span>
      </p>
      {wrong !== null && (
        <p class="wrong" role="alert">
          {shown(wrong)}
        </p>
      )}
    </div>
  );
}
