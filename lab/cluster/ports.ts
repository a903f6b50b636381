import { once } from 'node:events';
import { createServer } from 'node:net';
import type { MemberPorts } from './configuration.ts';

/** Ports of a cluster: known beforehand, because each server's configuration has those of all others. */
export interface ClusterPorts {
  readonly zooKeeper: number;
  member(index: number): MemberPorts;
}

/** The ports of `npm run cluster`: ZooKeeper's is 12181, HTTP from 18121 on. `offset` moves them all. */
export function fixedPorts(offset = 0): ClusterPorts {
  return {
    zooKeeper: 12_181 + offset,
    member: (index) => ({
      http: 18_121 + index + offset,
      native: 19_101 + index + offset,
      interserver: 19_201 + index + offset,
    }),
  };
}

/** Ports that are free now, so that clusters of several tests run side by side. */
export async function freePorts(members: number): Promise<ClusterPorts> {
  const servers = Array.from({ length: 1 + 3 * members }, () => createServer().listen(0, '127.0.0.1'));
  const ports: number[] = [];
  for (const server of servers) {
    if (!server.listening) await once(server, 'listening');
    const address = server.address();
    ports.push(typeof address === 'object' && address !== null ? address.port : 0);
  }
  for (const server of servers) {
    server.close();
    await once(server, 'close');
  }
  const port = (place: number): number => ports[place] ?? 0;
  return {
    zooKeeper: port(0),
    member: (index) => ({
      http: port(1 + 3 * index),
      native: port(2 + 3 * index),
      interserver: port(3 + 3 * index),
    }),
  };
}
