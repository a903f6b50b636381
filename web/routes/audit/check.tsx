import { useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { ApiError, ask } from '../../api/client.ts';
import type { CheckedAgainDocument, CheckResult } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { SeverityBadge } from '../../parts/severity.tsx';
import { announce } from '../../state/announce.ts';
import { shown } from '../../state/shown.ts';
import { Transcript } from './transcript.tsx';
import { VERDICT_WORDS } from './words.ts';

/** What one check said, and the button that runs it once more. */
export function CheckPart({
  host,
  port,
  check: first,
}: {
  readonly host: string;
  readonly port: number;
  readonly check: CheckResult;
}): VNode {
  const [check, setCheck] = useState(first);
  const [isRunning, setRunning] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [mark, words] = VERDICT_WORDS[check.verdict];
  const again = async (): Promise<void> => {
    setRunning(true);
    setWrong(null);
    try {
      const { result } = await ask<CheckedAgainDocument>(API.auditCheck, {
        method: 'POST',
        json: { host, port, check: first.check },
      });
      setCheck(result);
      announce(`${result.check}: ${VERDICT_WORDS[result.verdict][1]}.`);
    } catch (error) {
      setWrong(error instanceof ApiError ? error.message : String(error));
    }
    setRunning(false);
  };
  return (
    <div class="check">
      <p>
        <strong>
          <span aria-hidden="true">{mark} </span>
          {words}
        </strong>{' '}
        <code>{shown(check.check)}</code> {check.verdict === 'exposed' && <SeverityBadge severity={check.severity} />}{' '}
        <span class="quiet">{check.confidence}</span>{' '}
        <button type="button" disabled={isRunning} onClick={() => void again()}>
          {isRunning ? 'Checking …' : 'Check again'}
        </button>
      </p>
      <p>{shown(check.summary)}</p>
      {wrong !== null && (
        <p class="wrong" role="alert">
          {shown(wrong)}
        </p>
      )}
      <Transcript lines={check.transcript} />
    </div>
  );
}
