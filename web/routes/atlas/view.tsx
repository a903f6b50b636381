import { useMemo } from 'preact/hooks';
import type { VNode } from 'preact';
import { formatPortRange, parsePort } from '../../../src/net/port.ts';
import type { AtlasDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { Choices } from '../../parts/choices.tsx';
import { CopyAs } from '../../parts/copy-as.tsx';
import { Heading } from '../../parts/heading.tsx';
import { Empty, StateOf } from '../../parts/state-of.tsx';
import { announce } from '../../state/announce.ts';
import { place, setQuery } from '../../state/place.ts';
import { readPortFilter } from '../../state/port-filter.ts';
import { shown } from '../../state/shown.ts';
import { AtlasCanvas } from './canvas.tsx';
import { Legend } from './legend.tsx';
import { LookFirst } from './look-first.tsx';
import { type Mode, modeOf, MODES, tally } from './modes.ts';
import { SelectedPort } from './selected.tsx';
import { AtlasTwin } from './twin.tsx';

/** All 65,536 ports at once, and this machine in a few lines. */
export function AtlasView(): VNode {
  const { query } = place.value;
  const atlas = useResource<AtlasDocument>(API.atlas);
  const mode = modeOf(query.get('colour'));
  const transport = query.get('over') === 'udp' ? 'udp' : 'tcp';
  const selected = parsePort(query.get('at') ?? '');
  const ports = query.get('ports');
  return (
    <>
      <Heading title="Atlas of ports" />
      <div class="atlas">
        <div class="atlas-side">
          <LookFirst />
          {selected !== null && <SelectedPort port={selected} transport={transport} />}
        </div>
        <section class="atlas-main" aria-labelledby="atlas-title">
          <h2 id="atlas-title">All 65,536 ports</h2>
          <Choices
            name="Colour by"
            parameter="colour"
            current={mode.id}
            choices={MODES}
            first="knowledge"
            resets={['hide']}
          />
          <Choices name="Over" parameter="over" current={transport} choices={TRANSPORTS} first="tcp" />
          <StateOf resource={atlas} what="the atlas">
            {(data) => <Picture atlas={data} mode={mode} transport={transport} selected={selected} ports={ports} />}
          </StateOf>
        </section>
      </div>
      <CopyAs
        command={
          selected === null
            ? ports === null
              ? 'portolan'
              : `portolan explain ${ports.replaceAll(',', ' ')}`
            : `portolan explain ${selected}/${transport}`
        }
        api={API.atlas}
      />
    </>
  );
}

const TRANSPORTS = [
  { id: 'tcp', name: 'TCP' },
  { id: 'udp', name: 'UDP' },
] as const;

function Picture({
  atlas,
  mode,
  transport,
  selected,
  ports,
}: {
  readonly atlas: AtlasDocument;
  readonly mode: Mode;
  readonly transport: 'tcp' | 'udp';
  readonly selected: number | null;
  readonly ports: string | null;
}): VNode {
  const hiddenText = place.value.query.get('hide') ?? '';
  const block = blockOf(place.value.query.get('block'));
  const values = useMemo(() => mode.values(atlas, transport), [atlas, mode, transport]);
  const ranges = useMemo(() => readPortFilter(ports), [ports]);
  const hidden = useMemo(() => new Set(hiddenText === '' ? [] : hiddenText.split('.').map(Number)), [hiddenText]);
  if (values === null) return <NothingKnown mode={mode} />;
  const toggle = (category: number): void => {
    const next = new Set(hidden);
    if (!next.delete(category)) next.add(category);
    setQuery({ hide: [...next].toSorted((a, b) => a - b).join('.') }, { replace: true });
  };
  return (
    <>
      <Legend mode={mode} counts={tally(values, mode.categories.length)} hidden={hidden} toggle={toggle} />
      <div class="atlas-pair">
        <AtlasCanvas
          mode={mode}
          values={values}
          hidden={hidden}
          ranges={ranges}
          transport={transport}
          selected={selected}
          select={(port) => {
            setQuery({ at: String(port) }, { replace: true });
          }}
          brush={(range) => {
            setQuery({ ports: formatPortRange(range) });
            announce(`Every view is narrowed to ports ${formatPortRange(range)}.`);
          }}
        />
        <AtlasTwin mode={mode} values={values} transport={transport} block={block} />
      </div>
      <p class="quiet">
        The knowledge is that of Portolan {shown(atlas.knowledge.version)}, with IANA&rsquo;s registry of{' '}
        {shown(atlas.knowledge.registryUpdated)}. Nothing is fetched to show it.
      </p>
    </>
  );
}

function NothingKnown({ mode }: { readonly mode: Mode }): VNode {
  return mode.id === 'logs' ? (
    <Empty command="portolan serve --store ~/.local/state/portolan/store">
      No store of events is open, so nothing is known of your logs. Serve with a store, or open a log under Traffic.
    </Empty>
  ) : (
    <Empty command="portolan doctor">The sockets of this machine cannot be read here.</Empty>
  );
}

function blockOf(text: string | null): number | null {
  const block = parsePort(text ?? '');
  return block === null || block > 255 ? null : block;
}
