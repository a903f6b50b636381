/**
 * What pf logs (OpenBSD, FreeBSD, macOS): each packet behind `struct pfloghdr` of sys/net/if_pflog.h:
 *
 *   length 1, address family 1, action 1, reason 1, interface 16, anchor 16, rule 4, subrule 4, uid 4, pid 4,
 *   rule uid 4, rule pid 4, direction 1, ...
 *
 * Numbers in network byte order. `length` lacks the padding to 4 bytes; systems differ in what follows the direction.
 */
import { DIRECTION, OUTCOME } from '../../event-batch.ts';
import { readIpVersion } from './ethernet.ts';
import type { Frame } from './frame.ts';
import { u32 } from './octets.ts';

const DIRECTION_AT = 60;
const NAME_BYTES = 16;
/** The default rule has no number; without an anchor the number of the subrule is no number either. */
const NO_RULE = 0xffffffff;

/** Actions of net/pfvar.h that let a packet pass or not; the others (scrub, nat, match) decide nothing. */
const OUTCOME_OF: ReadonlyMap<number, number> = new Map([
  [0, OUTCOME.allowed],
  [1, OUTCOME.dropped],
  [10, OUTCOME.dropped], // synproxy answers in the host's place
]);

export function readPflog(frame: Frame): boolean {
  if (!frame.has(DIRECTION_AT + 1)) return false;
  const { bytes, at } = frame;
  const length = ((bytes[at] ?? 0) + 3) & ~3;
  if (length < DIRECTION_AT) return frame.malformed();
  if (!frame.has(length)) return false;
  frame.outcome = OUTCOME_OF.get(bytes[at + 2] ?? 0) ?? OUTCOME.unknown;
  const direction = bytes[at + DIRECTION_AT];
  frame.direction = direction === 1 ? DIRECTION.in : direction === 2 ? DIRECTION.out : DIRECTION.unknown;
  frame.label = labelOf(bytes, at);
  frame.at += length;
  return readIpVersion(frame);
}

/** `rule 3 on em0`, `rule blocklist.3 on em0` */
function labelOf(bytes: Uint8Array, at: number): string {
  const anchor = name(bytes, at + 20);
  const [rule, subrule] = [u32(bytes, at + 36), u32(bytes, at + 40)];
  const number = rule === NO_RULE ? 'default' : String(rule);
  const inner = anchor === '' || subrule === NO_RULE ? '' : `.${anchor}.${subrule}`;
  return `rule ${number}${inner} on ${name(bytes, at + 4)}`;
}

/** Printable ASCII up to the first zero byte. */
function name(bytes: Uint8Array, at: number): string {
  let text = '';
  for (let index = at; index < at + NAME_BYTES; index++) {
    const code = bytes[index] ?? 0;
    if (code === 0) break;
    text += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '?';
  }
  return text;
}
