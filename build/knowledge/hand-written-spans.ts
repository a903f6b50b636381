import type { Dossier } from '../../src/knowledge/dossier.ts';
import type { HandWrittenOnPort } from '../../src/knowledge/knowledge.ts';
import type { Program } from '../../src/knowledge/program.ts';
import { MAX_PORT, parsePortKey, type PortKey } from '../../src/net/port.ts';
import { TRANSPORTS, type Transport } from '../../src/net/transport.ts';

export interface HandWrittenSpan {
  readonly from: number;
  readonly value: HandWrittenOnPort;
}

interface Placed {
  readonly key: PortKey;
  readonly dossier?: number;
  readonly program?: readonly [program: number, association: number];
}

/** Cuts the port space of every transport into runs on which the same dossiers and programs speak. */
export function buildHandWrittenSpans(
  dossiers: readonly Dossier[],
  programs: readonly Program[],
): Record<Transport, HandWrittenSpan[]> {
  const placed: Placed[] = [];
  for (const [dossier, { keys }] of dossiers.entries())
    for (const text of keys) placed.push({ key: readKey(text), dossier });
  for (const [index, { ports }] of programs.entries()) {
    for (const [association, port] of ports.entries())
      placed.push({ key: readKey(port.key), program: [index, association] });
  }
  // The narrowest first: a dossier on 6006 speaks before the one on 6000-6063.
  placed.sort((a, b) => a.key.to - a.key.from - (b.key.to - b.key.from));
  const spans = {} as Record<Transport, HandWrittenSpan[]>;
  for (const transport of TRANSPORTS)
    spans[transport] = cutSpans(placed.filter(({ key }) => key.transport === transport));
  return spans;
}

function cutSpans(placed: readonly Placed[]): HandWrittenSpan[] {
  const edges = new Set([0]);
  for (const { key } of placed) {
    edges.add(key.from);
    if (key.to < MAX_PORT) edges.add(key.to + 1);
  }
  return [...edges]
    .sort((a, b) => a - b)
    .map((from) => {
      const covering = placed.filter(({ key }) => key.from <= from && from <= key.to);
      return {
        from,
        value: {
          dossiers: covering.map(({ dossier }) => dossier).filter((dossier) => dossier !== undefined),
          programs: covering.map(({ program }) => program).filter((program) => program !== undefined),
        },
      };
    });
}

function readKey(text: string): PortKey {
  const key = parsePortKey(text);
  if (key === null) throw new Error(`unreadable port key "${text}"`);
  return key;
}
