/** What answers on a port, as far as it was found out by asking. */
export interface IdentifiedService {
  /** Name of the protocol, as knowledge names it: `ftp`, `smtp`, `domain`. */
  readonly name: string;
  readonly product: string | null;
  readonly version: string | null;
  /** Whether TLS was there from the first byte. */
  readonly isTls: boolean;
  /** `certain`: the protocol was spoken; `likely`: only words that look like it. */
  readonly confidence: 'certain' | 'likely';
  /** What it rests on, printable: the banner, or what was asked and answered. */
  readonly because: string;
  /** `Debian`, where the answer says it. */
  readonly os?: string;
  /** CPE 2.2 name with the version: `cpe:/a:isc:bind:9.18.49`; only where a fingerprint is sure of it. */
  readonly cpe?: string;
}
