import { compareSeverity, SEVERITIES, type Severity } from '../../findings/finding.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

/** Findings of which it is remembered that they were told. */
const ROOM = 16_384;
/** A count that has passed the next power of ten is news when it is at least so many times what was told. */
const GROWN = 2;

/** Why a finding is told now. */
export type Reason = 'new' | 'count' | 'severity';

/** How large a finding is. */
export interface Size {
  readonly severity: Severity;
  readonly events: number;
  /** Different hosts or ports, whichever are more. */
  readonly targets: number;
}

/**
 * Decides what is news: a finding that was not there, one whose events or targets passed 10, 100, 1,000 ... since it was
 * told, one that became more severe than it ever was. So a scan of a week is a handful of lines, and what goes up and
 * down about a limit is told once.
 */
export class Told {
  readonly #told = new Map<string, Size>();
  /** Findings that were forgotten for want of room, and may be told again. */
  forgotten = 0;

  /** Remembers the finding as told if it is news; null where it is none. */
  take(key: string, size: Size): Reason | null {
    const known = this.#told.get(key);
    if (compareSeverity(size.severity, 'low') < 0) return null;
    const reason = known === undefined ? 'new' : reasonOf(known, size);
    if (reason === null) return null;
    // Behind all others: those told longest ago are forgotten first.
    this.#told.delete(key);
    this.#told.set(key, known === undefined ? size : largest(known, size));
    if (this.#told.size > ROOM) {
      for (const oldest of this.#told.keys()) {
        this.#told.delete(oldest);
        break;
      }
      this.forgotten++;
    }
    return reason;
  }

  /** Writes them, those told longest ago first. */
  save(writer: StateWriter): void {
    writer.section('told');
    writer.number(this.forgotten);
    writer.list(this.#told, ([key, { severity, events, targets }]) => {
      writer.text(key);
      writer.integer(SEVERITIES.indexOf(severity));
      writer.number(events);
      writer.number(targets);
    });
  }

  load(reader: StateReader): void {
    reader.section('told');
    this.forgotten = reader.amount();
    this.#told.clear();
    reader.list(ROOM, () => {
      const key = reader.text();
      const severity = SEVERITIES[reader.integer(SEVERITIES.length - 1)] ?? 'info';
      this.#told.set(key, { severity, events: reader.amount(), targets: reader.amount() });
    });
  }
}

function reasonOf(known: Size, size: Size): Reason | null {
  if (compareSeverity(size.severity, known.severity) > 0) return 'severity';
  return hasGrown(known.events, size.events) || hasGrown(known.targets, size.targets) ? 'count' : null;
}

function hasGrown(known: number, count: number): boolean {
  return decade(count) > decade(known) && count >= GROWN * known;
}

function decade(count: number): number {
  return String(Math.floor(Math.max(count, 1))).length;
}

function largest(a: Size, b: Size): Size {
  return {
    severity: compareSeverity(a.severity, b.severity) > 0 ? a.severity : b.severity,
    events: Math.max(a.events, b.events),
    targets: Math.max(a.targets, b.targets),
  };
}
