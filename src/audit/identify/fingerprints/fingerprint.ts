/** Which part of what a server said a fingerprint is tried on; line ends at its end are cut off. */
export const TEXT_KINDS = [
  /** What it says before it was asked anything. */
  'greeting',
  /** Value of the header field Server, of HTTP and what is modelled on it. */
  'server',
  /** What follows the header of an HTTP answer. */
  'body',
  /** What it gives as its version: `version.bind`, MySQL's server version, redis_version. */
  'version',
  /** What else it answered to the question of its protocol. */
  'answer',
] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** Nothing longer is matched; what is cut off is never told apart. */
export const MAX_TEXT = 2048;

/** How one product is told from what it says. */
export interface Fingerprint {
  readonly on: TextKind;
  /** A JavaScript regular expression; its group `version` is the version. */
  readonly pattern: string;
  /** Where upper and lower case are the same. */
  readonly isBothCases?: boolean;
  readonly product: string;
  readonly vendor?: string;
  /** `Debian`, `Windows`: only where the text says it. */
  readonly os?: string;
  /** CPE 2.2 name of the product without its version: `cpe:/a:isc:bind`. */
  readonly cpe?: string;
}

export interface FingerprintMatch {
  readonly product: string;
  readonly version: string | null;
  readonly vendor: string | null;
  readonly os: string | null;
  readonly cpe: string | null;
}

/** Something that tells products by what they say. */
export interface FingerprintSource {
  /** `service` as identification names it; `text` in Latin-1. */
  match(service: string, on: TextKind, text: string): FingerprintMatch | null;
}

export function trimText(text: string): string {
  return text.slice(0, MAX_TEXT).replace(/[\r\n]+$/, '');
}
