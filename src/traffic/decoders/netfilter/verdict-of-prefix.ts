/**
 * A netfilter line does not say what became of the packet: LOG is a rule of its own, before the one that decides. People
 * and tools write it into the log prefix instead, and this is where it is read from there.
 *
 *   [UFW BLOCK]                    ufw
 *   FINAL_REJECT:                  firewalld
 *   Shorewall:net-fw:DROP:         Shorewall: LOGFORMAT "Shorewall:%s:%s:", chain and disposition
 *   [WAN_LOCAL-default-D]          EdgeOS; D, A, R: drop, accept, reject
 *   [WAN_LOCAL-D-2147483647]       UniFi
 *   policy DROP:                   Proxmox
 */
import { OUTCOME } from '../../event-batch.ts';

/** BLOCK and DENY may be either of two targets: the packet was not let through, and no answer is known. */
const OUTCOME_OF_WORD: ReadonlyMap<string, number> = new Map([
  ...[
    'drop',
    'drops',
    'dropped',
    'dropping',
    'deny',
    'denied',
    'denies',
    'block',
    'blocked',
    'discard',
    'discarded',
  ].map((word): [string, number] => [word, OUTCOME.dropped]),
  ...['reject', 'rejected', 'rejects'].map((word): [string, number] => [word, OUTCOME.rejected]),
  ...['accept', 'accepted', 'accepts', 'allow', 'allowed', 'allows', 'permit', 'permitted', 'pass', 'passed'].map(
    (word): [string, number] => [word, OUTCOME.allowed],
  ),
]);

/** `AUDIT` says that the packet was only looked at; `not allowed` and the like are not worth guessing. */
const UNDECIDED = new Set(['audit', 'not', 'no', 'if', 'or']);

const OUTCOME_OF_LETTER: Readonly<Record<string, number>> = {
  A: OUTCOME.allowed,
  D: OUTCOME.dropped,
  R: OUTCOME.rejected,
};

/** The outcome that a log prefix tells; `unknown` where it tells none, or two. */
export function outcomeOfPrefix(prefix: string): number {
  const letter = /\[[^\]]{1,100}?-([ADR])(?:-\d{1,10})?\]/.exec(prefix)?.[1];
  if (letter !== undefined) return OUTCOME_OF_LETTER[letter] ?? OUTCOME.unknown;
  const disposition = /^Shorewall6?:[^:]{1,100}:([A-Za-z_]{1,30})/.exec(prefix)?.[1];
  return outcomeOfWords(disposition ?? prefix);
}

function outcomeOfWords(text: string): number {
  let outcome: number = OUTCOME.unknown;
  for (const word of wordsOf(text)) {
    if (UNDECIDED.has(word)) return OUTCOME.unknown;
    const told = OUTCOME_OF_WORD.get(word);
    if (told === undefined) continue;
    if (outcome !== OUTCOME.unknown && outcome !== told) return OUTCOME.unknown;
    outcome = told;
  }
  return outcome;
}

/** `filter_IN_public_REJECT`, `inputDrop` and `iptables-dropped:` have words too. */
function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
}

const TOOLS: readonly (readonly [string, RegExp])[] = [
  ['ufw', /^\[UFW6? /],
  ['Shorewall', /^Shorewall6?:/],
  ['firewalld', /^(?:FINAL_(?:REJECT|DROP)|STATE_INVALID_DROP|filter_(?:IN|FWD|OUT)_|[A-Za-z]+_(?:IN|FWDI|FWDO)_)/],
  ['UniFi', /^\[[\w-]{1,60}-[A-Z]{1,3}-\d{1,10}\]|DESCR="/],
  ['EdgeOS', /^\[[\w-]{1,60}-(?:default|\d{1,6})-[ADR]\]/],
  ['OpenWrt', /^(?:REJECT|DROP|ACCEPT) \w{1,20} (?:in|out|forward|fwd|src|dest|invalid)\b/],
];

/** The firewall tool that writes such prefixes; empty where any rule may. */
export function toolOfPrefix(prefix: string): string {
  return TOOLS.find(([, pattern]) => pattern.test(prefix))?.[0] ?? '';
}
