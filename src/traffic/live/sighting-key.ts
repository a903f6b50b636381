import type { Sighting } from '../sighting.ts';

/** Networks by which a scanner in many machines is known again: its members come and go. */
const GROUP_BITS = 16;

/**
 * What tells a sighting from others, now and at the next look, while its counts grow: the sign, and whom it is about as
 * far as that stays the same.
 */
export function keyOf(sighting: Sighting): string {
  const { pattern, sign, tally, members, sources } = sighting;
  const id = `${pattern.id}#${pattern.signs.indexOf(sign) + 1}`;
  const source = nameOf(tally.sources.most[0]);
  const target = nameOf(tally.targets.most[0]);
  const port = nameOf(tally.ports.most[0]);
  if (sign.by === 'count') {
    if (sources !== 1 && (sign.per === 'source' || sign.per === 'pair' || sign.per === 'source-dport')) return id;
    switch (sign.per) {
      case 'source':
        return `${id} ${source}`;
      case 'source-dport':
        return `${id} ${source} ${port}`;
      case 'pair':
        return `${id} ${source} ${target}`;
      case 'destination':
        return `${id} ${target}`;
      case 'service':
        return `${id} ${target} ${port}`;
      case 'event':
      case 'sensor':
        return id;
    }
  }
  if (sign.by !== 'algorithm') return id;
  const [member] = members;
  switch (sign.algorithm) {
    case 'coordinated-scan':
      return `${id} ${member === undefined ? '' : `${member.family} ${member.address >>> GROUP_BITS}`}`;
    case 'scan':
      return members.length === 1 && member !== undefined ? `${id} ${member.family} ${member.address}` : id;
    case 'flood':
      return `${id} ${target} ${port}`;
    case 'guessing':
    case 'rhythm':
      return sources === 1 ? `${id} ${source} ${target} ${port}` : `${id} ${target} ${port}`;
    default:
      return `${id} ${source}`;
  }
}

function nameOf(party: { readonly family: number; readonly value: number } | undefined): string {
  return party === undefined ? '' : `${party.family} ${party.value}`;
}
