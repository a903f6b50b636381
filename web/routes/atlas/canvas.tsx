import { useEffect, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { DARK, LIGHT, type Palette } from '../../../src/html/palette.ts';
import { formatPortRange, type PortRange } from '../../../src/net/port.ts';
import type { Mode } from './modes.ts';
import { paint, PIXELS, pixelOf, portAt, SIDE } from './paint.ts';

interface Props {
  readonly mode: Mode;
  readonly values: Uint8Array;
  readonly hidden: ReadonlySet<number>;
  readonly ranges: readonly PortRange[] | null;
  readonly transport: 'tcp' | 'udp';
  readonly selected: number | null;
  readonly select: (port: number) => void;
  readonly brush: (range: PortRange) => void;
}

/** All ports as one picture. What it does the buttons beside it do too: for who cannot see it, it is a sentence. */
export function AtlasCanvas({ mode, values, hidden, ranges, transport, selected, select, brush }: Props): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useColourScheme();
  const [under, setUnder] = useState<number | null>(null);
  const [from, setFrom] = useState<number | null>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    performance.mark('atlas-begin');
    const image = context.createImageData(PIXELS, PIXELS);
    const palette = scheme === 'dark' ? DARK : LIGHT;
    paint(new Uint32Array(image.data.buffer), {
      values,
      categories: mode.categories,
      inks: Uint32Array.from(mode.categories, ({ colour }) => pixelOf(colourIn(palette, colour))),
      ground: pixelOf(palette.page),
      faint: pixelOf(palette.panel),
      hidden,
      ranges,
      spread: mode.spread ?? 0,
    });
    context.putImageData(image, 0, 0);
    performance.measure('atlas-draw', 'atlas-begin');
  }, [mode, values, hidden, ranges, scheme]);
  const portUnder = (event: PointerEvent): number => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined) return 0;
    return portAt((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  const brushed = from === null || under === null || from === under ? null : ordered(from, under);
  const said = under ?? selected;
  return (
    <figure class="atlas-picture">
      <div class="atlas-frame">
        <canvas
          ref={canvas}
          width={PIXELS}
          height={PIXELS}
          role="img"
          aria-label={`${mode.name} of all 65,536 ports of ${transport}; the buttons beside it tell the same`}
          onPointerDown={(event) => {
            canvas.current?.setPointerCapture(event.pointerId);
            setFrom(portUnder(event));
            setUnder(portUnder(event));
          }}
          onPointerMove={(event) => {
            setUnder(portUnder(event));
          }}
          onPointerLeave={() => {
            setUnder(null);
          }}
          onPointerUp={(event) => {
            const to = portUnder(event);
            if (from === null || from === to) select(to);
            else brush(ordered(from, to));
            setFrom(null);
          }}
          onPointerCancel={() => {
            setFrom(null);
          }}
        />
        {brushed !== null && <Band from={brushed.from} to={brushed.to} />}
        {selected !== null && <Cross port={selected} />}
      </div>
      <figcaption>
        {brushed !== null && <>Narrow everything to ports {formatPortRange(brushed)}</>}
        {brushed === null && said === null && <>Click a port, drag a range. Row = high byte, column = low byte.</>}
        {brushed === null && said !== null && (
          <>
            <strong>
              {said}/{transport}
            </strong>{' '}
            {mode.categories[values[said] ?? 0]?.label}
          </>
        )}
      </figcaption>
    </figure>
  );
}

/** Rows of the picture between two ports. */
function Band({ from, to }: PortRange): VNode {
  const top = Math.floor(from / SIDE);
  const bottom = Math.floor(to / SIDE) + 1;
  return (
    <div class="atlas-band" style={{ top: `${(top / SIDE) * 100}%`, height: `${((bottom - top) / SIDE) * 100}%` }} />
  );
}

function Cross({ port }: { readonly port: number }): VNode {
  const part = (cell: number): string => `${((cell + 0.5) / SIDE) * 100}%`;
  return <div class="atlas-cross" style={{ left: part(port & 255), top: part(port >> 8) }} />;
}

function ordered(a: number, b: number): PortRange {
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

function colourIn(palette: Palette, name: string | null): string {
  return new Map(Object.entries(palette)).get(name ?? 'page') ?? palette.page;
}

function useColourScheme(): 'light' | 'dark' {
  const [isDark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const listener = (): void => {
      setDark(media.matches);
    };
    media.addEventListener('change', listener);
    return () => {
      media.removeEventListener('change', listener);
    };
  }, []);
  return isDark ? 'dark' : 'light';
}
