import type { NetworkNamespace } from '../../lab/namespace.ts';

/** What one process of a load holds, besides one IPv4 listener. A connection has both ends in the process. */
export interface Load {
  readonly processes: number;
  readonly connections: number;
  readonly ipv6Listeners: number;
  readonly udp4: number;
  readonly udp6: number;
  /** Processes beside them that hold no socket, as on a busy server; each has so many files open. */
  readonly idle?: { readonly processes: number; readonly files: number };
}

/** The loads that the goals speak of, by their number of sockets. */
export const LOADS: Readonly<Record<number, Load>> = {
  33: { processes: 3, connections: 3, ipv6Listeners: 1, udp4: 2, udp6: 1 },
  1000: {
    processes: 50,
    connections: 0,
    ipv6Listeners: 19,
    udp4: 0,
    udp6: 0,
    idle: { processes: 1000, files: 22 },
  },
  10_000: { processes: 50, connections: 80, ipv6Listeners: 4, udp4: 20, udp6: 15 },
  100_000: { processes: 50, connections: 980, ipv6Listeners: 4, udp4: 20, udp6: 15 },
};

const HOLDER = 'bench/sockets/load-holder.mjs';
/** Below the ephemeral range, so that no client takes a listener's port. */
const FIRST_PORT = 2000;
/** Node takes a while to start, and more of them at once than cores only wait for each other. */
const STARTED_AT_ONCE = 4;

export async function startLoad(namespace: NetworkNamespace, load: Load): Promise<void> {
  const { processes, connections, ipv6Listeners, udp4, udp6 } = load;
  for (let first = 0; first < processes; first += STARTED_AT_ONCE) {
    const count = Math.min(STARTED_AT_ONCE, processes - first);
    await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const port = FIRST_PORT + (first + index) * (ipv6Listeners + 1);
        const figures = [port, connections, ipv6Listeners, udp4, udp6].map(String);
        await namespace.start([process.execPath, HOLDER, ...figures]);
      }),
    );
  }
}

/** Starts processes without a socket, each with so many files open besides the usual three. */
export async function startIdleProcesses(namespace: NetworkNamespace, count: number, files = 0): Promise<void> {
  if (count <= 0) return;
  const open = `for ((i = 0; i < ${files}; i++)); do exec {fd}</dev/null; done;`;
  // They end with their parent's standard input at the latest: each reads it.
  await namespace.start([
    'bash',
    '-c',
    `${open} for ((i = 1; i < ${count}; i++)); do cat <&0 & done; echo ready; exec cat`,
  ]);
}
