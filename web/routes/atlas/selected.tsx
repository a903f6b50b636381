import type { VNode } from 'preact';
import type { ExplainDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { StateOf } from '../../parts/state-of.tsx';
import { elsewhere } from '../../state/place.ts';
import { shown } from '../../state/shown.ts';

/** The port that was picked on the picture, in two lines, with the way to everything about it. */
export function SelectedPort({ port, transport }: { readonly port: number; readonly transport: string }): VNode {
  const answer = useResource<ExplainDocument>(API.explain([`${port}/${transport}`]));
  return (
    <aside class="selected" aria-label={`Port ${port}/${transport}`}>
      <StateOf resource={answer} what={`${port}/${transport}`}>
        {({ answers: [first] }) => (
          <>
            <p>
              <strong>
                {port}/{transport}
              </strong>{' '}
              {shown(first?.title ?? first?.registry.names.join(', ') ?? '')}
            </p>
            <p>{shown(first?.summary?.text ?? wordOf(first?.registry.status))}</p>
            <p>
              <a href={elsewhere(`/port/${port}/${transport}`)}>
                All about {port}/{transport}
              </a>
            </p>
          </>
        )}
      </StateOf>
    </aside>
  );
}

function wordOf(status: string | undefined): string {
  return status === undefined
    ? 'Nothing is on record.'
    : `In IANA's registry: ${status}. No dossier is written about it.`;
}
