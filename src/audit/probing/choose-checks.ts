import type { Check } from '../check.ts';
import type { IdentifiedService } from '../service.ts';

/** Whether a word of `--only` names a check: its id, or the part before the dot. */
export function isNamed(id: string, words: readonly string[]): boolean {
  return words.some((word) => id === word || id.startsWith(`${word}.`));
}

/** The checks that a selection lets run at all. What is opt-in runs when its whole id is given. */
export function selectChecks(all: readonly Check[], only: readonly string[] | null): Check[] {
  return all.filter(({ description: { id, isOptIn } }) => {
    if (isOptIn) return only?.includes(id) ?? false;
    return only === null || isNamed(id, only);
  });
}

/**
 * The checks for one port that answered: those that speak its protocol, wherever it is; where nobody knows what answers, or
 * it only looked like something, those whose usual port it is.
 */
export function checksFor(
  { transport, port, service }: { transport: 'tcp' | 'udp'; port: number; service: IdentifiedService | null },
  checks: readonly Check[],
): Check[] {
  return checks.filter(({ description }) => {
    if (description.transport !== transport) return false;
    if (service !== null && description.services.includes(service.name)) return true;
    if (!description.ports.includes(port)) return false;
    return service?.confidence !== 'certain' || (description.carriedBy?.includes(service.name) ?? false);
  });
}
