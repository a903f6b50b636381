import {
  type Fingerprint,
  type FingerprintMatch,
  type FingerprintSource,
  type TextKind,
  trimText,
} from './fingerprint.ts';

/** Fingerprints by service, in the order in which they are tried. */
export type FingerprintTable = Readonly<Record<string, readonly Fingerprint[]>>;

/** Longer ones are no versions. */
const MAX_VERSION = 64;

/**
 * Our own fingerprints. Their patterns are shown at build time to need at most a number of steps that grows with the square
 * of the text, which is 2 KiB at most (build/knowledge/lint/rules/costly-pattern.ts).
 */
export class FingerprintSet implements FingerprintSource {
  readonly #table: FingerprintTable;
  readonly #compiled = new Map<Fingerprint, RegExp>();

  constructor(table: FingerprintTable) {
    this.#table = table;
  }

  get services(): readonly string[] {
    return Object.keys(this.#table);
  }

  match(service: string, on: TextKind, text: string): FingerprintMatch | null {
    const own = Object.hasOwn(this.#table, service) ? this.#table[service] : undefined;
    const trimmed = trimText(text);
    for (const fingerprint of own ?? []) {
      if (fingerprint.on !== on) continue;
      const found = this.#patternOf(fingerprint).exec(trimmed);
      if (found === null) continue;
      return {
        product: fingerprint.product,
        version: found.groups?.['version']?.slice(0, MAX_VERSION) ?? null,
        vendor: fingerprint.vendor ?? null,
        os: fingerprint.os ?? null,
        cpe: fingerprint.cpe ?? null,
      };
    }
    return null;
  }

  /** Compiled when it is first needed: most runs meet a few protocols. */
  #patternOf(fingerprint: Fingerprint): RegExp {
    const known = this.#compiled.get(fingerprint);
    if (known !== undefined) return known;
    const pattern = new RegExp(fingerprint.pattern, fingerprint.isBothCases === true ? 'i' : '');
    this.#compiled.set(fingerprint, pattern);
    return pattern;
  }
}
