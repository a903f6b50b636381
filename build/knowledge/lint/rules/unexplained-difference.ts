import type { Dossier } from '../../../../src/knowledge/dossier.ts';
import { parsePortKey, parsePortRange, type PortKey } from '../../../../src/net/port.ts';
import type { RegistryRow } from '../../registry-row.ts';
import { faultOn, type LintRule } from '../rule.ts';

/** Words of IANA's descriptions that say nothing of which service is meant. */
const COMMON = new Set(
  `the and for any over use using with via from port ports tcp udp sctp dccp tls dtls ssl secure secured security
  protocol protocols service services server servers client clients daemon agent manager management control controller
  system systems network networks data database access application applications message messages messaging remote
  host software tool tools user users interface program process information info internet web alternate alternative
  default general common public private local global main master standard extended simple basic advanced enterprise
  communication communications connection transport transfer exchange gateway channel communicator platform product
  version new old registry corporation corp inc ltd company technologies technology group based`.split(/\s+/),
);

export const unexplainedDifference: LintRule = {
  name: 'unexplained-difference',
  explains: 'A dossier on a port that IANA gave to something else says so in differsFromRegistry.',
  *check({ dossiers }, { registry }) {
    const rowsOf = indexRows(registry);
    for (const dossier of dossiers) {
      const { kind, keys, differsFromRegistry } = dossier.value;
      if (kind === 'class' || differsFromRegistry !== undefined) continue;
      const rows = firstKeys(keys).flatMap(rowsOf);
      if (rows.length === 0) continue;
      const words = new KnownWords(dossier.value);
      if (rows.some((row) => words.know(row))) continue;
      const names = [...new Set(rows.map(({ name }) => name))].join(', ');
      const message = `IANA's name for ${keys[0]} is ${names}, which the dossier does not know: say so in differsFromRegistry`;
      yield faultOn(this, dossier, ['keys', 0], message);
    }
  },
};

/** The first key, and the others on the same numbers: the ports a dossier is about, rather than what goes with them. */
function firstKeys(texts: readonly string[]): PortKey[] {
  const keys = texts.map(parsePortKey).filter((key) => key !== null);
  return keys.filter(({ from, to }) => from === keys[0]?.from && to === keys[0].to);
}

/** Finds the rows with a name that overlap a key. */
function indexRows(registry: readonly RegistryRow[]): (key: PortKey) => RegistryRow[] {
  const named = registry.flatMap((row) => {
    const range = row.name === '' ? null : parsePortRange(row.number);
    return range === null ? [] : [{ row, range }];
  });
  return ({ from, to, transport }) =>
    named
      .filter(({ range }) => range.from <= to && from <= range.to)
      .map(({ row }) => row)
      .filter((row) => row.transport === '' || row.transport === transport);
}

/** What a dossier calls its service, to be held against what IANA calls it. */
class KnownWords {
  readonly #words: ReadonlySet<string>;
  /** Each text without anything between its letters, so that X-11 is X11. */
  readonly #squeezed: readonly string[];
  readonly #shortName: string;

  constructor({ title, shortName = '', aliases, uses, summary }: Dossier) {
    const texts = [title, shortName, ...aliases, ...uses.map(({ name }) => name), summary.text];
    this.#words = new Set(texts.flatMap(wordsOf));
    this.#squeezed = texts.map(squeeze);
    this.#shortName = squeeze(shortName);
  }

  know({ name, description }: RegistryRow): boolean {
    const squeezed = squeeze(name);
    // Letters such as "ms" stand inside many words: a short name has to be a word of its own.
    if (squeezed.length < 4 ? this.#words.has(squeezed) : this.#squeezed.some((one) => one.includes(squeezed)))
      return true;
    // IANA's ircu is the dossier's irc.
    if (this.#shortName.length >= 3 && squeezed.startsWith(this.#shortName)) return true;
    const words = wordsOf(description);
    if (words.some((word) => isSignificant(word) && this.#words.has(word))) return true;
    // Common words together are a name: "Channel Access 1".
    const phrase = words.filter((word) => !/^\d+$/.test(word));
    return phrase.length > 1 && this.#squeezed.some((one) => one.includes(phrase.join('')));
  }
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function squeeze(text: string): string {
  return wordsOf(text).join('');
}

function isSignificant(word: string): boolean {
  return word.length >= 3 && !COMMON.has(word) && !/^\d+$/.test(word);
}
