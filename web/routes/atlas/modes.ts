import type { AtlasDocument, Exposure } from '../../api/documents.ts';

/** Ports of one transport: the number is the place. */
export const PORTS = 65_536;

/** Something that a port can be in one way of colouring. */
export interface Category {
  /** Stands beside the colour in the legend. */
  readonly label: string;
  /** Beside a number: `3 with a dossier`. */
  readonly counted: string;
  /** Name of the palette's colour; null leaves the ground. */
  readonly colour: string | null;
  /** Nine cells of a port's place in the picture, row by row, so that the colour is not the only sign. */
  readonly pattern: string;
}

export interface Mode {
  readonly id: ModeId;
  readonly name: string;
  readonly categories: readonly Category[];
  /** How many places around a port are painted too, where a few ports among 65,536 would not be seen. */
  readonly spread?: number;
  /** Which of them each port is; null where nothing is known. */
  readonly values: (atlas: AtlasDocument, transport: 'tcp' | 'udp') => Uint8Array | null;
}

export type ModeId = 'knowledge' | 'class' | 'here' | 'logs' | 'risk';

const DOT = '....#....';
const SLASH = '..#.#.#..';
const BAR = '###......';
const CROSS = '#.#.#.#.#';
const FULL = '#########';

const NOTHING = (label: string, counted: string): Category => ({ label, counted, colour: null, pattern: '.........' });

export const MODES: readonly Mode[] = [
  {
    id: 'knowledge',
    name: 'Knowledge',
    categories: [
      NOTHING('nothing', 'unknown'),
      { label: 'seen elsewhere', counted: 'seen elsewhere', colour: 'strays', pattern: DOT },
      { label: 'registered', counted: 'registered', colour: 'low', pattern: SLASH },
      { label: 'has a dossier', counted: 'with a dossier', colour: 'critical', pattern: FULL },
    ],
    values: (atlas, transport) => digits(atlas[transport].knowledge),
  },
  {
    id: 'class',
    name: 'Class',
    categories: [
      { label: 'system, 0-1023', counted: 'system', colour: 'critical', pattern: FULL },
      { label: 'user, 1024-49151', counted: 'user', colour: 'low', pattern: SLASH },
      { label: 'dynamic, 49152-65535', counted: 'dynamic', colour: 'strays', pattern: DOT },
    ],
    values: () => Uint8Array.from({ length: PORTS }, (_, port) => (port < 1024 ? 0 : port < 49_152 ? 1 : 2)),
  },
  {
    id: 'here',
    name: 'Here now',
    spread: 2,
    categories: [
      NOTHING('nothing listens', 'silent'),
      { label: 'this host only', counted: 'for this host only', colour: 'low', pattern: CROSS },
      { label: 'a network', counted: 'for a network', colour: 'medium', pattern: BAR },
      { label: 'any address', counted: 'for any address', colour: 'high', pattern: FULL },
    ],
    values: ({ here }, transport) => {
      if (here === null) return null;
      const values = new Uint8Array(PORTS);
      for (const one of here) {
        if (one.transport === transport) values[one.port] = Math.max(values[one.port] ?? 0, reachOf(one.exposure));
      }
      return values;
    },
  },
  {
    id: 'logs',
    name: 'In your logs',
    categories: [
      NOTHING('no event', 'without events'),
      { label: '1 to 99 events', counted: 'with some events', colour: 'low', pattern: CROSS },
      { label: '100 to 9,999', counted: 'with hundreds', colour: 'medium', pattern: BAR },
      { label: '10,000 and more', counted: 'with tens of thousands', colour: 'high', pattern: FULL },
    ],
    values: ({ logs }, transport) => {
      if (logs === null) return null;
      const values = new Uint8Array(PORTS);
      for (const { port, transport: own, events } of logs) {
        if (own === transport && events > 0) values[port] = events < 100 ? 1 : events < 10_000 ? 2 : 3;
      }
      return values;
    },
  },
  {
    id: 'risk',
    name: 'Risk',
    categories: [
      NOTHING('none on record', 'without a risk on record'),
      { label: 'note it', counted: 'to note', colour: 'low', pattern: DOT },
      { label: 'look at it', counted: 'to look at', colour: 'strays', pattern: SLASH },
      { label: 'close it unless meant', counted: 'to close unless meant', colour: 'medium', pattern: CROSS },
      { label: 'close it now', counted: 'to close now', colour: 'high', pattern: FULL },
    ],
    values: (atlas, transport) => digits(atlas[transport].risk),
  },
];

export function modeOf(id: string | null): Mode {
  const [first] = MODES;
  if (first === undefined) throw new Error('no way of colouring');
  return MODES.find((mode) => mode.id === id) ?? first;
}

function digits(text: string): Uint8Array {
  return Uint8Array.from({ length: PORTS }, (_, port) => Math.max(0, text.charCodeAt(port) - 48) || 0);
}

function reachOf(exposure: Exposure): number {
  if (exposure === 'wildcard' || exposure === 'public') return 3;
  return exposure === 'loopback' || exposure === 'contained' ? 1 : 2;
}

/** How many ports from `from` on are of each category. */
export function tally(values: Uint8Array, categories: number, from = 0, length = PORTS): number[] {
  const counts = Array.from({ length: categories }, () => 0);
  for (let port = from; port < from + length; port++) {
    const value = values[port] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}
