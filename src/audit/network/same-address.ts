/** Whether two texts are one address: the kernel writes them its own way, and names zones where it likes. */
export function isSameAddress(one: string, other: string): boolean {
  return withoutZone(one) === withoutZone(other);
}

function withoutZone(address: string): string {
  return (address.split('%', 1)[0] ?? '').toLowerCase();
}
