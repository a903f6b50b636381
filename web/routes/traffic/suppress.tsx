import { useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { askThen, type ApiError } from '../../api/client.ts';
import { API } from '../../api/paths.ts';
import { announce } from '../../state/announce.ts';
import { setQuery } from '../../state/place.ts';
import { shown } from '../../state/shown.ts';
import type { ListedFinding } from './chosen-findings.ts';

/** Days that a finding is put away for unless another day is chosen. */
const DAYS = 30;

/** Puts a finding away: with a reason, and never for ever. */
export function SuppressForm({
  listed,
  reload,
}: {
  readonly listed: ListedFinding;
  readonly reload: () => void;
}): VNode {
  const { finding, suppression } = listed;
  const today = new Date().toISOString().slice(0, 10);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(new Date(Date.now() + DAYS * 86_400_000).toISOString().slice(0, 10));
  const [isForAll, setForAll] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const done = (words: string) => (): void => {
    announce(words);
    setQuery({ suppress: null, ...(suppression === null ? { finding: null } : {}) }, { replace: true });
    reload();
  };
  const failed = ({ message }: ApiError): void => setWrong(message);
  if (suppression !== null) {
    return (
      <p class="notice">
        Put away until {suppression.until.slice(0, 10)}: {shown(suppression.reason)}{' '}
        <button
          type="button"
          onClick={() =>
            askThen(API.suppression(suppression.id), { method: 'DELETE' }, done('It is told again.'), failed)
          }
        >
          Tell it again
        </button>
      </p>
    );
  }
  return (
    <form
      class="suppress"
      onSubmit={(event) => {
        event.preventDefault();
        const subject = isForAll ? null : finding.subject;
        askThen(
          API.suppressions,
          { method: 'POST', json: { rule: finding.id, subject, reason: reason.trim(), until } },
          done(`Put away until ${until}.`),
          failed,
        );
      }}
    >
      <h3>Put away</h3>
      <p>
        <label>
          Reason{' '}
          <input
            required
            maxLength={200}
            value={reason}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </label>
      </p>
      <p>
        <label>
          Until{' '}
          <input
            type="date"
            required
            min={today}
            value={until}
            onInput={({ currentTarget }) => setUntil(currentTarget.value)}
          />
        </label>
      </p>
      <p>
        <label>
          <input
            type="checkbox"
            checked={isForAll}
            onChange={({ currentTarget }) => setForAll(currentTarget.checked)}
          />{' '}
          Also for others than {shown(finding.subject)}
        </label>
      </p>
      {wrong !== null && (
        <p class="wrong" role="alert">
          {shown(wrong)}
        </p>
      )}
      <button type="submit">Put away</button>
    </form>
  );
}
