import type { EventBatch } from '../../event-batch.ts';
import { latin1 } from '../text/latin1.ts';
import { outcomeOfPrefix, toolOfPrefix } from './verdict-of-prefix.ts';

/** What a log prefix tells of all the lines that have it. */
export interface Prefix {
  /** Place in the batch's labels. */
  readonly label: number;
  readonly outcome: number;
  readonly tool: string;
  lines: number;
}

export interface PrefixSlot {
  /** The prefix, by which it is known again. */
  readonly bytes: Uint8Array;
  readonly prefix: Prefix;
}

export const PREFIX_SLOTS = 256;
const MAX_PREFIX_BYTES = 256;
const MAX_CHAINS = 1024;

/**
 * The prefixes of a log: a few, in all of its lines. Kept by a hash of their bytes, one to a slot, so that a log in which
 * every prefix is another one costs time but no memory.
 */
export class PrefixTable {
  readonly #slots: (PrefixSlot | undefined)[] = Array.from({ length: PREFIX_SLOTS }, () => undefined);
  readonly #ofChain = new Map<string, Prefix>();
  /** Slots that have another prefix since somebody last looked, and took them out of this set. */
  readonly changed = new Set<number>();
  /** Lines of prefixes that are in no slot any more. */
  readonly #linesOf = new Map<string, number>();

  /** `hash`: any number made of the bytes alone. */
  find(bytes: Uint8Array, start: number, end: number, hash: number, batch: EventBatch): Prefix {
    const known = this.#slots[hash & (PREFIX_SLOTS - 1)];
    if (known !== undefined && isSame(known.bytes, bytes, start, end)) {
      known.prefix.lines++;
      return known.prefix;
    }
    if (known !== undefined) this.count(known.prefix.tool, known.prefix.lines);
    const text = latin1(bytes, start, Math.min(end, start + MAX_PREFIX_BYTES)).trim();
    const prefix = newPrefix(text, outcomeOfPrefix(text), toolOfPrefix(text), batch);
    const place = hash & (PREFIX_SLOTS - 1);
    this.#slots[place] = { bytes: bytes.slice(start, Math.min(end, start + MAX_PREFIX_BYTES)), prefix };
    this.changed.add(place);
    return prefix;
  }

  /** Proxmox writes the time into the midst of it, behind the chain: `tap101i0-IN 09/Oct/2026:08:53:01 +0200 DROP: `. */
  findOfChain(chain: string, bytes: Uint8Array, start: number, end: number, batch: EventBatch): Prefix {
    const text = latin1(bytes, start, Math.min(end, start + MAX_PREFIX_BYTES)).trim();
    const label = `${chain} ${text}`.trim();
    const known = this.#ofChain.get(label);
    if (known !== undefined) {
      known.lines++;
      return known;
    }
    const prefix = newPrefix(label, outcomeOfPrefix(text), 'Proxmox', batch);
    if (this.#ofChain.size < MAX_CHAINS) this.#ofChain.set(label, prefix);
    else this.count(prefix.tool, prefix.lines);
    return prefix;
  }

  /** The tools whose prefixes were seen, the one with most lines first, equal ones by name. */
  get tools(): string[] {
    const lines = new Map(this.#linesOf);
    const prefixes = [...this.#slots.flatMap((slot) => slot?.prefix ?? []), ...this.#ofChain.values()];
    for (const { tool, lines: count } of prefixes) lines.set(tool, (lines.get(tool) ?? 0) + count);
    lines.delete('');
    return [...lines].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([tool]) => tool);
  }

  /** Lines of a tool that were read elsewhere, or whose prefix is forgotten. */
  count(tool: string, lines: number): void {
    this.#linesOf.set(tool, (this.#linesOf.get(tool) ?? 0) + lines);
  }

  slot(place: number): PrefixSlot | undefined {
    return this.#slots[place];
  }
}

function newPrefix(label: string, outcome: number, tool: string, batch: EventBatch): Prefix {
  return { label: batch.labels.place(label), outcome, tool, lines: 1 };
}

function isSame(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}
