import { useEffect, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { askThen } from '../../api/client.ts';
import type { AuditRunningDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { DEMONSTRATED_HOST } from '../../parts/demonstration.tsx';
import { announce } from '../../state/announce.ts';
import { shown } from '../../state/shown.ts';

const EVERY = 1000;

/** Starts an audit of what the server was started with, and says how far it is. */
export function RunAudit({ done }: { readonly done: () => void }): VNode {
  const [isRunning, setRunning] = useState(false);
  const [progress, setProgress] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => {
      askThen<AuditRunningDocument>(
        API.auditRunning,
        {},
        (state) => {
          setProgress(state.progress ?? null);
          if (state.running) return;
          setRunning(false);
          setWrong(state.failure ?? null);
          announce(
            state.failure === undefined || state.failure === null ? 'The audit is done.' : 'The audit came to nothing.',
          );
          done();
        },
        () => setRunning(false),
      );
    }, EVERY);
    return () => {
      clearInterval(timer);
    };
  }, [isRunning]);
  const start = (): void => {
    setWrong(null);
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
    <p>
      <button type="button" disabled={isRunning} onClick={start}>
        {isRunning ? 'Looking …' : 'Run the audit'}
      </button>{' '}
      <span class="quiet">
        {progress === null
          ? DEMONSTRATED_HOST === null
            ? 'Asks this machine, or the hosts of the policy that serve was started with. Reads only.'
            : 'A demonstration asks nobody: the answers are invented too.'
          : shown(progress)}
      </span>
      {wrong !== null && (
        <span class="wrong" role="alert">
          {' '}
          {shown(wrong)}
        </span>
      )}
    </p>
  );
}
