import { endsKey, joinOwners, type SocketRecord } from '../commands/socket-record.ts';

/**
 * netstat shows every socket and one process of each; lsof shows every process and descriptor, but without root only of
 * this user. A socket of lsof is the one of netstat with the same ends, where several are alike the one with the same
 * process. What only lsof has was opened between the two.
 */
export function mergeSockets(fromNetstat: readonly SocketRecord[], fromLsof: readonly SocketRecord[]): SocketRecord[] {
  const merged = [...fromNetstat];
  const free = new Map<string, number[]>();
  for (const [at, record] of fromNetstat.entries()) {
    const key = endsKey(record);
    const alike = free.get(key);
    if (alike === undefined) free.set(key, [at]);
    else alike.push(at);
  }
  for (const record of fromLsof) {
    const alike = free.get(endsKey(record)) ?? [];
    const same = alike.findIndex((at) => sharesProcess(merged[at], record));
    const [at] = alike.splice(Math.max(0, same), 1);
    const twin = at === undefined ? undefined : merged[at];
    if (at === undefined || twin === undefined) merged.push(record);
    else merged[at] = { ...twin, uid: record.uid, owners: joinOwners(record.owners, twin.owners) };
  }
  return merged;
}

function sharesProcess(a: SocketRecord | undefined, b: SocketRecord): boolean {
  return a?.owners.some(({ pid }) => b.owners.some((owner) => owner.pid === pid)) ?? false;
}
