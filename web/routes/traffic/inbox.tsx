import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import type { SuppressionsDocument, TrafficFinding } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { copy, quoted } from '../../parts/copy-as.tsx';
import { FilterField } from '../../parts/filter-field.tsx';
import { useRowHeight } from '../../parts/row-height.ts';
import { SeverityBadge } from '../../parts/severity.tsx';
import { Empty } from '../../parts/state-of.tsx';
import { WindowList } from '../../parts/window-list.tsx';
import { useKeys } from '../../state/keys.ts';
import { place, setQuery } from '../../state/place.ts';
import { readPortFilter } from '../../state/port-filter.ts';
import { clock, count, plural, shown } from '../../state/shown.ts';
import { chosenFindings, type ListedFinding } from './chosen-findings.ts';
import { selectCommand } from './select-command.ts';
import { FindingDetail } from './finding.tsx';

const COLUMNS = [
  { name: 'Severity', at: 'at-severity' },
  { name: 'What', at: 'at-what' },
  { name: 'Who', at: 'at-who' },
  { name: 'Whom', at: 'at-whom' },
  { name: 'Events', at: 'at-count number' },
  { name: 'First', at: 'at-first' },
  { name: 'Last', at: 'at-last' },
] as const;

/** What to look at, worst first: read, open, look at the evidence, put away. */
export function Inbox({
  id,
  name,
  findings,
}: {
  readonly id: string;
  readonly name: string;
  readonly findings: readonly TrafficFinding[];
}): VNode {
  const { query } = place.value;
  const suppressions = useResource<SuppressionsDocument>(API.suppressions);
  const [words, ports, from, to] = ['q', 'ports', 'from', 'to'].map((one) => query.get(one));
  const withSuppressed = query.get('suppressed') === 'shown';
  const listed = useMemo(
    () =>
      chosenFindings(findings, {
        words: words ?? '',
        ranges: readPortFilter(ports ?? null),
        from: from ?? null,
        to: to ?? null,
        suppressions: suppressions.data?.suppressions ?? [],
        withSuppressed,
        today: new Date().toISOString().slice(0, 10),
      }),
    [findings, words, ports, from, to, suppressions.data, withSuppressed],
  );
  const put = findings.length - listed.length;
  return (
    <section aria-labelledby="findings-title">
      <h2 id="findings-title">Findings</h2>
      <div class="tools">
        <FilterField label="Filter" placeholder="address, port, pattern" />
        <label>
          <input
            type="checkbox"
            checked={withSuppressed}
            onChange={({ currentTarget }) => setQuery({ suppressed: currentTarget.checked ? 'shown' : null })}
          />{' '}
          Also what is put away
        </label>
        <span class="quiet">
          {plural(listed.length, 'finding')}
          {put > 0 && `, ${count(put)} not shown`}
        </span>
      </div>
      {listed.length === 0 ? (
        <Empty command={`portolan traffic ${quoted(name)} --all`}>
          {findings.length === 0 ? 'Nothing in this log asks for a look.' : 'No finding is like that.'}
        </Empty>
      ) : (
        <FindingList id={id} name={name} listed={listed} reload={suppressions.reload} />
      )}
    </section>
  );
}

function FindingList({
  id,
  name,
  listed,
  reload,
}: {
  readonly id: string;
  readonly name: string;
  readonly listed: readonly ListedFinding[];
  readonly reload: () => void;
}): VNode {
  const { query } = place.value;
  const rowHeight = useRowHeight();
  const detail = useRef<HTMLElement>(null);
  const [goesToDetail, setGoesToDetail] = useState(false);
  const chosen = query.get('finding');
  const at = chosen === null ? -1 : listed.findIndex((one) => String(one.place) === chosen);
  const active = at === -1 ? null : at;
  const current = active === null ? null : (listed[active] ?? null);
  const choose = (row: number): void => {
    setQuery({ finding: String(listed[row]?.place ?? ''), evidence: null, suppress: null }, { replace: true });
  };
  const step = (by: number): void => choose(Math.min(listed.length - 1, Math.max(0, at + by)));
  const open = (): void => {
    if (current === null) choose(0);
    setGoesToDetail(true);
  };
  const toggle = (what: 'evidence' | 'suppress'): void => {
    if (current === null) return;
    setQuery({ [what]: query.get(what) === 'shown' ? null : 'shown' }, { replace: true });
  };
  useEffect(() => {
    if (!goesToDetail) return;
    setGoesToDetail(false);
    detail.current?.focus();
  }, [goesToDetail]);
  useKeys([
    { key: 'j', does: 'next', run: () => step(1) },
    { key: 'k', does: 'before', run: () => step(-1) },
    { key: 'Enter', does: 'open', run: open },
    { key: 'e', does: 'evidence', run: () => toggle('evidence') },
    { key: 's', does: 'put away', run: () => toggle('suppress') },
    {
      key: 'c',
      does: 'copy as command',
      run: () => {
        if (current !== null) void copy(selectCommand(name, current.finding), 'The command');
      },
    },
  ]);
  return (
    <div class={`inbox ${current === null ? '' : 'has-detail'}`}>
      <WindowList
        label="Findings, the worst first"
        count={listed.length}
        rowHeight={rowHeight}
        columns={COLUMNS}
        layout="finding-columns"
        active={active}
        setActive={choose}
        open={open}
        render={(row) => {
          const one = listed[row];
          return one === undefined ? null : <FindingCells listed={one} />;
        }}
      />
      {current !== null && (
        <FindingDetail key={current.place} id={id} name={name} listed={current} frame={detail} reload={reload} />
      )}
    </div>
  );
}

function FindingCells({ listed: { finding, suppression } }: { readonly listed: ListedFinding }): VNode {
  const { severity, patternTitle, what, who, targets, first, last } = finding;
  return (
    <>
      <span role="gridcell">
        <SeverityBadge severity={severity} />
      </span>
      <span role="gridcell" class="at-what">
        {suppression !== null && <em>put away: </em>}
        <strong>{shown(patternTitle)}</strong> {shown(what)}
      </span>
      <span role="gridcell" class="at-who">
        {summed(who, finding.counts.sources)}
      </span>
      <span role="gridcell" class="at-whom">
        {summed(targets, finding.counts.hosts)}
      </span>
      <span role="gridcell" class="number at-count">
        {count(finding.count)}
      </span>
      <span role="gridcell" class="moment at-first">
        {clock(first === '' ? null : first).slice(0, 16)}
      </span>
      <span role="gridcell" class="moment at-last">
        {clock(last === '' ? null : last).slice(0, 16)}
      </span>
    </>
  );
}

function summed(shares: TrafficFinding['who'], all: number): string {
  const [first] = shares;
  if (first === undefined) return '–';
  return all > 1 ? `${shown(first.name)} and ${count(all - 1)} more` : shown(first.name);
}
