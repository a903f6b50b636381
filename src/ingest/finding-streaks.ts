import type { PlacedFinding } from './finding-rows.ts';

/** How old the last row of a finding that is still there may become. */
const RETELL_AFTER = 3_600_000;

interface Streak {
  readonly first: number;
  last: number;
  /** When it was stored last. */
  told: number;
  latest: PlacedFinding;
}

/**
 * Makes one finding of what each snapshot finds anew: its first time is that of the snapshot that showed it first, without a gap since. It is
 * stored when it begins, when it becomes more or less severe, once an hour while it lasts, and when it is over: 24 rows a day and
 * not 1440. A restart begins another one.
 */
export class FindingStreaks {
  #streaks = new Map<string, Streak>();

  /** Takes the findings of the snapshot of a time, in milliseconds since 1970; gives those that are to be stored. */
  follow(at: number, findings: readonly PlacedFinding[]): PlacedFinding[] {
    const toStore: PlacedFinding[] = [];
    const going = new Map<string, Streak>();
    for (const placed of findings) {
      const { finding, place } = placed;
      const key = `${finding.id} ${place.port} ${place.transport} ${finding.subject}`;
      const known = this.#streaks.get(key);
      const streak = known ?? { first: at, last: at, told: at, latest: placed };
      const isNews = known === undefined || known.latest.finding.severity !== finding.severity;
      streak.latest = placed;
      streak.last = at;
      // A clock that was set back tells it again too, for its rows are of another time then.
      if (isNews || Math.abs(at - streak.told) >= RETELL_AFTER) {
        streak.told = at;
        toStore.push(tell(streak));
      }
      going.set(key, streak);
    }
    for (const [key, streak] of this.#streaks) {
      if (!going.has(key) && streak.last !== streak.told) toStore.push(tell(streak));
    }
    this.#streaks = going;
    return toStore;
  }
}

function tell({ first, last, latest: { finding, place } }: Streak): PlacedFinding {
  const times = { first: new Date(first).toISOString(), last: new Date(last).toISOString() };
  return { finding: { ...finding, ...times }, place };
}
