import { useMemo, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { API } from '../../api/paths.ts';
import { Choices } from '../../parts/choices.tsx';
import { CopyAs, quoted } from '../../parts/copy-as.tsx';
import { FilterField } from '../../parts/filter-field.tsx';
import { Heading } from '../../parts/heading.tsx';
import { useRowHeight } from '../../parts/row-height.ts';
import { Empty } from '../../parts/state-of.tsx';
import { WindowList } from '../../parts/window-list.tsx';
import { useKeys } from '../../state/keys.ts';
import { elsewhere, go, place, setQuery } from '../../state/place.ts';
import { readPortFilter } from '../../state/port-filter.ts';
import { count, plural, shown } from '../../state/shown.ts';
import { accepts } from './accepts.ts';
import { SocketDetail } from './detail.tsx';
import { COLUMNS, GroupCells, SocketCells } from './line.tsx';
import { useLiveSockets } from './stream.ts';

const SHOW = [
  { id: 'listening', name: 'Listening' },
  { id: 'all', name: 'All sockets' },
] as const;

/** Sockets of this machine, as they come and go. */
export function SocketsView(): VNode {
  const { query } = place.value;
  const all = query.get('show') === 'all';
  const words = query.get('q') ?? '';
  const ports = query.get('ports');
  const chosen = query.get('at');
  const filter = useMemo(() => accepts({ all, words, ranges: readPortFilter(ports) }), [all, words, ports]);
  const [isPaused, setPaused] = useState(false);
  const live = useLiveSockets(all ? 'all' : 'listening', filter, isPaused);
  const rowHeight = useRowHeight();
  const [heading, setHeading] = useState<number | null>(null);
  const { grouped } = live;
  const active = chosen === null ? heading : (grouped?.placeOf(chosen) ?? null);
  const current = active === null ? null : (grouped?.lineAt(active) ?? null);
  const setActive = (row: number): void => {
    const line = grouped?.lineAt(row);
    setHeading(row);
    setQuery({ at: line?.entry?.key ?? null }, { replace: true });
  };
  const explain = (): void => {
    const row = current?.entry?.row;
    if (row !== undefined) go(elsewhere(`/port/${portToExplain(row)}/${row.transport}`));
  };
  const step = (by: number): void => {
    if (grouped !== null && grouped.lines > 0) setActive(Math.min(grouped.lines - 1, Math.max(0, (active ?? -1) + by)));
  };
  useKeys([
    { key: 'j', does: 'down', run: () => step(1) },
    { key: 'k', does: 'up', run: () => step(-1) },
    { key: 'e', does: 'explain', run: explain },
    { key: ' ', does: isPaused ? 'go on' : 'pause', run: () => setPaused(!isPaused) },
  ]);
  return (
    <>
      <Heading title="Sockets, live" />
      <div class="tools">
        <Choices
          name="Show"
          parameter="show"
          current={all ? 'all' : 'listening'}
          choices={SHOW}
          first="listening"
          resets={['at']}
        />
        <FilterField label="Filter" placeholder="process, address, user" />
        <button type="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Paused' : 'Pause'}
        </button>
      </div>
      <p class="quiet">
        {grouped === null
          ? 'Looking at the sockets of this machine …'
          : `${plural(grouped.size, 'socket')} of ${count(live.total)}${all ? '' : ' that listen'} on ${shown(live.head?.host ?? '')}`}
        {live.waiting > 0 && `; ${plural(live.waiting, 'change')} waiting`}
        {live.isLost && '; the connection to the server is lost, trying again'}
      </p>
      {grouped !== null && grouped.size === 0 && (
        <Empty command="portolan sockets -tuan">No socket is like that. All of them, in a terminal:</Empty>
      )}
      {grouped !== null && grouped.size > 0 && (
        <div
          class={`sockets ${all ? 'are-all' : 'are-listening'} ${(current?.entry ?? null) === null ? '' : 'has-detail'}`}
        >
          <WindowList
            label={all ? 'Sockets by process' : 'Listening sockets by process'}
            count={grouped.lines}
            rowHeight={rowHeight}
            columns={COLUMNS}
            layout="socket-columns"
            active={active}
            setActive={setActive}
            open={explain}
            rowClass={(row) => (grouped.lineAt(row)?.entry === null ? 'is-group' : '')}
            render={(row) => {
              const line = grouped.lineAt(row);
              if (line === null) return null;
              if (line.entry === null) return <GroupCells group={line.group} />;
              return <SocketCells entry={line.entry} mark={live.markOf(line.entry.key)} />;
            }}
          />
          {current?.entry !== undefined && current.entry !== null && <SocketDetail row={current.entry.row} />}
        </div>
      )}
      <CopyAs command={commandOf(all, words, ports)} api={API.sockets(all ? 'all' : 'listening')} />
    </>
  );
}

/** A client's own port says nothing; the one it called does. */
function portToExplain({
  service,
  local,
}: {
  readonly service: { readonly port: number } | null;
  readonly local: { readonly port: number };
}): number {
  return service?.port ?? local.port;
}

function commandOf(all: boolean, words: string, ports: string | null): string {
  const sport = ports === null ? '' : ` --sport ${ports}`;
  const grep = words === '' ? '' : ` | grep -iF ${quoted(words)}`;
  return `portolan sockets ${all ? '-tuanp' : '-tulnp'}${sport}${grep}`;
}
