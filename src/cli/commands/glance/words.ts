/** A share of one in whole percent. */
export function formatShare(share: number): string {
  if (share === 0) return '0 %';
  return share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`;
}

/** Whole units, the largest that fits: `41 d`, `3 h`, `12 min`, `5 s`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** `4000-4099, 5001` from sorted ports. */
export function formatRuns(ports: readonly number[]): string {
  const runs: string[] = [];
  for (let at = 0; at < ports.length;) {
    let end = at;
    while (ports[end + 1] === (ports[end] ?? 0) + 1) end++;
    runs.push(end === at ? `${ports[at]}` : `${ports[at]}-${ports[end]}`);
    at = end + 1;
  }
  return runs.join(', ');
}
