import { NetworkNamespace } from '../namespace.ts';

/** The lab's prefixes: private (RFC 1918) and unique local (RFC 4193). They exist in the lab's namespaces only. */
const PREFIX = '10.78.0.';
const PREFIX_6 = 'fd78::';

/** Interface of every host of the lab, and of the outside. */
export const HOST_INTERFACE = 'l0';
export const OUTSIDE_INTERFACE = 'e0';

export interface LabHost {
  readonly namespace: NetworkNamespace;
  readonly address: string;
  readonly address6: string;
}

/**
 * One Ethernet segment with no way to anywhere: the outside, 10.78.0.1 and fd78::1, and hosts from 10.78.0.2 and fd78::2
 * on, each in a network namespace of its own without a name. They end with the process that opened them.
 */
export class LabNetwork {
  readonly hosts: LabHost[] = [];
  readonly outside: NetworkNamespace;
  readonly outsideAddress = `${PREFIX}1`;
  readonly outsideAddress6 = `${PREFIX_6}1`;

  private constructor(outside: NetworkNamespace) {
    this.outside = outside;
  }

  static async open(): Promise<LabNetwork> {
    const network = new LabNetwork(await NetworkNamespace.open());
    try {
      const bridge = OUTSIDE_INTERFACE;
      ip(network.outside, `link add ${bridge} type bridge mcast_snooping 0`);
      ip(network.outside, `address add ${network.outsideAddress}/24 broadcast + dev ${bridge}`);
      ip(network.outside, `address add ${network.outsideAddress6}/64 dev ${bridge} nodad`);
      ip(network.outside, `link set ${bridge} up`);
    } catch (error) {
      await network.close();
      throw error;
    }
    return network;
  }

  async addHost(): Promise<LabHost> {
    const number = this.hosts.length + 2;
    const namespace = await NetworkNamespace.open();
    const host = { namespace, address: `${PREFIX}${number}`, address6: `${PREFIX_6}${number}` };
    this.hosts.push(host);
    const cable = `h${number}`;
    ip(this.outside, `link add ${cable} type veth peer name ${HOST_INTERFACE} netns ${namespace.pid}`);
    ip(this.outside, `link set ${cable} master ${OUTSIDE_INTERFACE} up`);
    ip(namespace, `address add ${host.address}/24 broadcast + dev ${HOST_INTERFACE}`);
    ip(namespace, `address add ${host.address6}/64 dev ${HOST_INTERFACE} nodad`);
    ip(namespace, `link set ${HOST_INTERFACE} up`);
    return host;
  }

  async close(): Promise<void> {
    await Promise.all([this.outside, ...this.hosts.map(({ namespace }) => namespace)].map((each) => each.close()));
  }
}

function ip(namespace: NetworkNamespace, words: string): void {
  const { status, stderr } = namespace.run(['ip', ...words.split(' ')]);
  if (status !== 0) throw new Error(`ip ${words}: ${stderr.trim()}`);
}
