import { useId, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { ask, settle } from '../../api/client.ts';
import type { InputsDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { elsewhere, go } from '../../state/place.ts';
import { byteText, shown } from '../../state/shown.ts';
import { sendFile, upload } from './upload.ts';

/** A log of the reader's own, or one that the server was started with. */
export function OpenLog(): VNode {
  const inputs = useResource<InputsDocument>(API.inputs);
  const [wrong, setWrong] = useState<string | null>(null);
  const id = useId();
  const open = (analysis: Promise<string | null>): void => {
    setWrong(null);
    void settle(
      analysis,
      undefined,
      (made) => {
        if (made !== null) go(elsewhere(`/traffic/${made}`));
      },
      ({ message }) => setWrong(message),
    );
  };
  const under = upload.value;
  return (
    <section class="panel" aria-labelledby="open-title">
      <h2 id="open-title">Open a log or a capture</h2>
      <p>
        <label for={id}>Firewall logs, flow logs and captures, packed ones too. The format is found by itself.</label>
      </p>
      <p>
        <input
          id={id}
          type="file"
          disabled={under !== null}
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file !== undefined) open(sendFile(file));
            currentTarget.value = '';
          }}
        />
      </p>
      {under !== null && (
        <p>
          <progress max={Math.max(1, under.size)} value={under.sent} aria-label={`Sending ${shown(under.name)}`} />{' '}
          {byteText(under.sent)} of {byteText(under.size)} of {shown(under.name)}{' '}
          <button type="button" onClick={under.cancel}>
            Cancel
          </button>
        </p>
      )}
      {(inputs.data?.inputs.length ?? 0) > 0 && (
        <>
          <p>Or one that this server was started with:</p>
          <ul class="chips">
            {inputs.data?.inputs.map(({ number, name, bytes }) => (
              <li key={number}>
                <button type="button" class="chip" onClick={() => open(beginInput(number))}>
                  Read {shown(name)}
                  {bytes !== undefined && <span class="quiet"> {byteText(bytes)}</span>}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {wrong !== null && (
        <p class="wrong" role="alert">
          {shown(wrong)}
        </p>
      )}
    </section>
  );
}

async function beginInput(input: number): Promise<string> {
  const { id } = await ask<{ readonly id: string }>(API.analyses, { method: 'POST', json: { input } });
  return id;
}
