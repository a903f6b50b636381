import { canonicalAddress } from '../address.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { defineCheck, exposed, inconclusive, notExposed, type CheckContext } from '../check.ts';
import { DHCP_TYPE, decodeDhcp, encodeDhcp, type DhcpAnswer } from '../protocols/dhcp-message.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

const WAIT_MS = 4000;

interface Server extends DhcpAnswer {
  readonly address: string;
}

/**
 * RFC 2131 section 3.4: INFORM asks for settings without an address, so that no server reserves one; it is asked first.
 * DISCOVER, which all servers answer, keeps an address aside for a moment: only where residue is allowed.
 */
export const dhcpRogue = defineCheck(
  {
    id: 'dhcp.rogue',
    title: 'A DHCP server that nobody agreed to answers',
    services: [],
    ports: [67],
    transport: 'udp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 10_000, maxRounds: 2, maxBytesIn: 20_000, maxBytesOut: 620 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: true,
    why: 'Whoever answers first gives hosts their router and name server, and so reads and changes what they send.',
    references: ['rfc2131'],
    fixes: {
      '*': {
        file: 'the switch of the network; or "dhcp: servers:" in the policy file, if it belongs there',
        change:
          'find the port by the address of the server, take it away, and let DHCP snooping trust only the port of yours',
        apply: 'at once; hosts keep what they were given until the lease ends',
      },
    },
  },
  async (context: CheckContext) => {
    const { dhcp, mayLeaveResidue } = context.settings;
    if (dhcp === undefined) {
      return inconclusive(
        'Nothing was sent: the policy file names no interface. Add dhcp: { interface: NAME, servers: [] }.',
      );
    }
    const mac = randomMac(context.random(6));
    const shown = [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
    context.note(`asks as ${shown}, which is made up (locally administered)`);
    const types = mayLeaveResidue ? [DHCP_TYPE.inform, DHCP_TYPE.discover] : [DHCP_TYPE.inform];
    const servers = new Map<string, Server>();
    for (const type of types) {
      const transaction = new ByteReader(context.random(4)).u32();
      const message = (ownAddress: number): Uint8Array => encodeDhcp({ type, transaction, mac, ownAddress });
      const { answers, whyNot } = await context.broadcastDhcp(dhcp.interface, message, WAIT_MS);
      if (whyNot !== null) return inconclusive(`Nothing was sent: ${whyNot}.`);
      for (const { bytes, address } of answers) {
        const answer = decodeDhcp(bytes);
        if (answer === null || answer.transaction !== transaction) continue;
        if (answer.type !== DHCP_TYPE.offer && answer.type !== DHCP_TYPE.acknowledgement) continue;
        const server = answer.server ?? address;
        if (!servers.has(server))
          context.note(`${server} answers; router ${list(answer.routers)}, DNS ${list(answer.nameServers)}`);
        servers.set(server, { ...answer, address });
      }
    }
    const asked = mayLeaveResidue ? 'INFORM and DISCOVER' : 'INFORM';
    const allowed = new Set(dhcp.servers.map(canonicalAddress));
    const rogue = [...servers].filter(([server]) => !allowed.has(canonicalAddress(server)));
    const facts = { servers: [...servers.keys()], rogue: rogue.map(([server]) => server), mac: shown };
    const [first] = rogue;
    if (first !== undefined) {
      const [server, { routers, nameServers }] = first;
      const more = rogue.length > 1 ? ` ${rogue.length - 1} more answer that nobody agreed to.` : '';
      const summary = `${server} answers on ${dhcp.interface} and is no server that was agreed to: it gives router ${list(routers)}, DNS ${list(nameServers)}.${more} We asked as ${shown}.`;
      return exposed('confirmed', summary, { facts });
    }
    if (servers.size > 0) {
      return notExposed(
        'firm',
        `On ${dhcp.interface} only agreed servers answer ${asked}: ${list(facts.servers)}. We asked as ${shown}.`,
        { facts },
      );
    }
    if (mayLeaveResidue)
      return notExposed(
        'firm',
        `Nobody answers INFORM and DISCOVER on ${dhcp.interface} within 4 s. We asked as ${shown}.`,
        { facts },
      );
    const summary = `Nobody answers INFORM on ${dhcp.interface} within 4 s; some servers answer DISCOVER only (--allow-residue). We asked as ${shown}.`;
    return notExposed('tentative', summary, { facts });
  },
);

/** IEEE 802: bit 1 of the first byte says locally administered, bit 0 that it is no group. */
function randomMac(random: Uint8Array): Uint8Array {
  const mac = Uint8Array.from(random);
  mac[0] = ((mac[0] ?? 0) & 0xfc) | 0x02;
  return mac;
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.join(', ');
}
