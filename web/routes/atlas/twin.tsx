import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { elsewhere, go, setQuery } from '../../state/place.ts';
import { announce } from '../../state/announce.ts';
import { useKeys } from '../../state/keys.ts';
import { type Mode, tally } from './modes.ts';

/** How long a number may take to be typed, milliseconds. */
const TYPING = 1500;
const BLOCK = 256;

interface Props {
  readonly mode: Mode;
  readonly values: Uint8Array;
  readonly transport: 'tcp' | 'udp';
  /** The 256 ports whose buttons are shown; null: a button for each 256. */
  readonly block: number | null;
}

/** The picture as buttons: 16 x 16 of 256 ports, each of which opens 16 x 16 single ones. */
export function AtlasTwin({ mode, values, transport, block }: Props): VNode {
  const grid = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const typed = useRef({ digits: '', time: 0 });
  /** What is to have the focus once it is shown: keys may come faster than pictures. */
  const wanted = useRef<{ readonly block: number | null; readonly at: number } | null>(null);
  const open = (place: number): void => {
    if (block === null) {
      setAt(0);
      wanted.current = { block: place, at: 0 };
      setQuery({ block: String(place) });
      announce(`Ports ${place * BLOCK} to ${place * BLOCK + BLOCK - 1}`);
    } else go(elsewhere(`/port/${block * BLOCK + place}/${transport}`));
  };
  const close = (): void => {
    if (block === null) return;
    setAt(block);
    wanted.current = { block: null, at: block };
    setQuery({ block: null });
  };
  const jump = (digit: string, now: number): void => {
    const digits = now - typed.current.time > TYPING ? digit : typed.current.digits + digit;
    typed.current = { digits, time: now };
    const port = Number(digits);
    if (port >= PORTS_END) return;
    wanted.current = { block: port >> 8, at: port & 255 };
    setQuery({ block: String(port >> 8), at: String(port) }, { replace: true });
    setAt(port & 255);
    announce(`${port}/${transport}: ${mode.categories[values[port] ?? 0]?.label ?? ''}`);
  };
  useKeys([
    ...Array.from('0123456789', (key) => ({
      key,
      does: key === '0' ? 'jump to a port' : '',
      shownAs: '0-9',
      run: ({ timeStamp }: KeyboardEvent) => jump(key, timeStamp),
    })),
    { key: 'Escape', does: block === null ? '' : 'all ports', run: close },
  ]);
  useLayoutEffect(() => {
    if (wanted.current?.block !== block || wanted.current.at !== at) return;
    wanted.current = null;
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });
  const move = (event: KeyboardEvent): void => {
    const columns = columnsOf(grid.current);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? BLOCK - 1 : step === undefined ? null : at + step;
    if (next === null || next < 0 || next >= BLOCK) return;
    event.preventDefault();
    wanted.current = { block, at: next };
    setAt(next);
  };
  return (
    <section class="twin" aria-labelledby="twin-title">
      <h2 id="twin-title">
        {block === null ? 'All ports, by 256' : `Ports ${block * BLOCK} to ${block * BLOCK + BLOCK - 1}`}
      </h2>
      <p class="quiet">
        Arrow keys move, Enter opens, digits jump to a port.{' '}
        {block !== null && (
          <button type="button" onClick={close}>
            Back to all ports
          </button>
        )}
      </p>
      <div ref={grid} class="twin-grid" role="group" aria-labelledby="twin-title" onKeyDown={move}>
        {Array.from({ length: BLOCK }, (_, place) => (
          <TwinButton
            key={place}
            label={block === null ? blockLabel(mode, values, place) : portLabel(mode, values, block * BLOCK + place)}
            number={block === null ? place * BLOCK : block * BLOCK + place}
            value={block === null ? highest(values, place) : (values[block * BLOCK + place] ?? 0)}
            mode={mode}
            isCurrent={place === at}
            open={() => {
              setAt(place);
              open(place);
            }}
          />
        ))}
      </div>
    </section>
  );
}

const PORTS_END = 65_536;

function TwinButton({
  label,
  number,
  value,
  mode,
  isCurrent,
  open,
}: {
  readonly label: string;
  readonly number: number;
  readonly value: number;
  readonly mode: Mode;
  readonly isCurrent: boolean;
  readonly open: () => void;
}): VNode {
  const category = mode.categories[value];
  const level = category?.colour === null ? 0 : value + 1;
  return (
    <button
      type="button"
      tabIndex={isCurrent ? 0 : -1}
      aria-label={label}
      title={label}
      class={`level-${level} edge-${category?.colour ?? 'none'}`}
      onClick={open}
    >
      {number}
    </button>
  );
}

function blockLabel(mode: Mode, values: Uint8Array, block: number): string {
  const counts = tally(values, mode.categories.length, block * BLOCK, BLOCK);
  const told = mode.categories
    .map(({ counted }, at) => ({ counted, number: counts[at] ?? 0 }))
    .filter(({ number }) => number > 0)
    .toReversed()
    .map(({ counted, number }) => `${number} ${counted}`);
  return `Ports ${block * BLOCK} to ${block * BLOCK + BLOCK - 1}: ${told.join(', ')}`;
}

function portLabel(mode: Mode, values: Uint8Array, port: number): string {
  return `${port}: ${mode.categories[values[port] ?? 0]?.label ?? ''}`;
}

function highest(values: Uint8Array, block: number): number {
  return values.subarray(block * BLOCK, block * BLOCK + BLOCK).reduce((most, value) => Math.max(most, value), 0);
}

/** How many buttons stand in a row, which the width decides. */
function columnsOf(grid: HTMLElement | null): number {
  return grid === null ? 16 : getComputedStyle(grid).gridTemplateColumns.split(' ').length;
}
