const DAY = 86_400_000;

/** The last millisecond of a day `2027-03-31`, UTC: what holds until a day holds all of it. */
export function endOfDay(day: string): Date {
  return new Date(`${day}T23:59:59.999Z`);
}

/** `2027-03-31`, UTC. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Whole days from a moment to the end of a day; negative once it is over. */
export function daysLeft(until: string, now: Date): number {
  return Math.floor((endOfDay(until).getTime() - now.getTime()) / DAY);
}
