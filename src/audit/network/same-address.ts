import { canonicalAddress, withoutZone } from '../address.ts';

/** Whether two texts are one address: the kernel writes them its own way, and names zones where it likes. */
export function isSameAddress(one: string, other: string): boolean {
  return one === other || canonicalAddress(withoutZone(one)) === canonicalAddress(withoutZone(other));
}
