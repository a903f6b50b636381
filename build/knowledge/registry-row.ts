/** One record of the IANA registry as the project keeps it: every fact but the people. */
export interface RegistryRow {
  readonly name: string;
  /** `80`, `6000-6063`, or empty for a service name without a port (DNS-SD, SRV). */
  readonly number: string;
  /** Empty means that the row holds for every transport. */
  readonly transport: string;
  readonly description: string;
  readonly references: readonly string[];
  readonly registered: string;
  readonly modified: string;
  readonly serviceCode: string;
  readonly unauthorizedUse: string;
  readonly note: string;
}

/** The registry at a date, in IANA's own order. */
export interface RegistrySnapshot {
  /** IANA's "Last Updated", ISO date. */
  readonly updated: string;
  readonly rows: readonly RegistryRow[];
}

export function foldSpace(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/**
 * Takes out what named a person: the registry credits contacts inside its notes, and this project ships facts, not
 * people. What the credit leaves dangling ("previously compressnet by") goes with it.
 */
export function withoutPeople(text: string): string {
  return foldSpace(text)
    .replace(/\[[A-Z]\w*_\w+\]/g, '') // a person's key in IANA's CSV: [Jane_Doe_2]
    .replace(/<\S+[&@]\S+>/g, '') // a mail address, also as IANA disguises it
    .replace(/\(previous contact was\s*\)/g, '')
    .replace(/\s+by\s*(?=$|[.;,)])/g, '')
    .replace(/\(\s*\)/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}
