import { NetworkNamespace } from './namespace.ts';

const OUR_ADDRESS = '10.79.0.1';
export const NEIGHBOUR = '10.79.0.2';

interface LinkCounters {
  readonly stats64: { readonly tx: { readonly packets: number } };
}

/** Two namespaces side by side, and the cable between them. Only root may make them. */
export interface Neighbours {
  readonly ours: NetworkNamespace;
  readonly theirs: NetworkNamespace;
  /** Packets that left our end of the cable so far. */
  packetsSent(): number;
  close(): Promise<void>;
}

export async function openNeighbours(): Promise<Neighbours> {
  const ours = await NetworkNamespace.open();
  const theirs = await NetworkNamespace.open();
  const pid = namespacePid(theirs);
  // IPv6 talks on its own as soon as a link is up; then no packet could be counted as ours.
  for (const each of [ours, theirs]) must(each, ['sysctl', '-qw', 'net.ipv6.conf.default.disable_ipv6=1']);
  must(ours, ['ip', 'link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'cable', 'netns', pid]);
  must(ours, ['ip', 'address', 'add', `${OUR_ADDRESS}/24`, 'dev', 'cable']);
  must(theirs, ['ip', 'address', 'add', `${NEIGHBOUR}/24`, 'dev', 'cable']);
  must(ours, ['ip', 'link', 'set', 'cable', 'up']);
  must(theirs, ['ip', 'link', 'set', 'cable', 'up']);
  return {
    ours,
    theirs,
    packetsSent: () => {
      const [link] = JSON.parse(must(ours, ['ip', '-s', '-j', 'link', 'show', 'cable'])) as readonly LinkCounters[];
      return link?.stats64.tx.packets ?? Number.NaN;
    },
    close: async () => {
      await ours.close();
      await theirs.close();
    },
  };
}

/** The process that holds a namespace, as nsenter is told it. */
function namespacePid(namespace: NetworkNamespace): string {
  const [, args] = namespace.enter(['true']);
  return args[args.indexOf('--target') + 1] ?? '';
}

function must(namespace: NetworkNamespace, command: readonly string[]): string {
  const { status, stdout, stderr } = namespace.run(command);
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
  return stdout;
}
