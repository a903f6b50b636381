import type { VNode } from 'preact';
import { askThen } from '../../api/client.ts';
import type { AnalysesDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { CopyAs } from '../../parts/copy-as.tsx';
import { Heading } from '../../parts/heading.tsx';
import { Empty, StateOf } from '../../parts/state-of.tsx';
import { announce } from '../../state/announce.ts';
import { elsewhere, place } from '../../state/place.ts';
import { byteText, count, shown } from '../../state/shown.ts';
import { OpenLog } from './open-log.tsx';

/** Logs that were looked at, and the way to look at another. */
export function TrafficView(): VNode {
  const analyses = useResource<AnalysesDocument>(API.analyses);
  const words = place.value.query.get('q');
  const forget = (id: string, name: string): void => {
    askThen(
      API.analysis(id),
      { method: 'DELETE' },
      () => {
        announce(`${shown(name)} is forgotten.`);
        analyses.reload();
      },
      () => announce(`${shown(name)} could not be forgotten.`),
    );
  };
  return (
    <>
      <Heading title="Traffic" />
      {words !== null && (
        <p>
          Choose where to look for <strong>{shown(words)}</strong>.
        </p>
      )}
      <OpenLog />
      <h2>Read so far</h2>
      <StateOf resource={analyses} what="what was read">
        {(data) =>
          data.analyses.length === 0 ? (
            <Empty command="portolan traffic /var/log/ufw.log">
              No log was read yet. Open one above, or read it in a terminal:
            </Empty>
          ) : (
            <div class="scroll-x" role="region" aria-label="Read so far" tabIndex={0}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">State</th>
                    <th scope="col" class="number">
                      Read
                    </th>
                    <th scope="col" class="number">
                      Events
                    </th>
                    <th scope="col">Forget</th>
                  </tr>
                </thead>
                <tbody>
                  {data.analyses.map(({ id, name, state, bytes, events }) => (
                    <tr key={id}>
                      <th scope="row">
                        <a href={elsewhere(`/traffic/${id}`, words === null ? {} : { q: words })}>{shown(name)}</a>
                      </th>
                      <td>{state}</td>
                      <td class="number">{byteText(bytes)}</td>
                      <td class="number">{count(events)}</td>
                      <td>
                        <button type="button" aria-label={`Forget ${shown(name)}`} onClick={() => forget(id, name)}>
                          Forget
                        </button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </StateOf>
      <CopyAs command="portolan traffic /var/log/ufw.log" api={API.analyses} />
    </>
  );
}
