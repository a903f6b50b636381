import { defineCheck, exposed, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { dnsId } from '../protocols/dns-over-tcp.ts';
import { decodeNetbiosStatus, netbiosStatusRequest, type NetbiosName } from '../protocols/netbios-status.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

const MAX_NAMES = 16;

/** RFC 1002 section 4.2.17. Servers answer it to everybody: closing the port is the only refusal. */
export const netbiosNames = defineCheck(
  {
    id: 'netbios.names',
    title: 'NetBIOS tells names and roles of the host',
    services: ['netbios-ns', 'netbios'],
    ports: [137],
    transport: 'udp',
    severity: 'low',
    impact: 'read-only',
    budget: { maxMs: 6000, maxRounds: 2, maxBytesIn: 2048, maxBytesOut: 128 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'Names, workgroup or domain and the role of the host are told to anybody who asks, on a service that nothing current needs.',
    references: ['rfc1002', 'samba-doc'],
    fixes: {
      Samba: {
        file: '/etc/samba/smb.conf',
        change: 'disable netbios = yes, under [global]',
        apply: 'systemctl disable --now nmbd && systemctl restart smbd',
      },
      '*': {
        file: 'the settings of the network card (Windows: TCP/IPv4, Advanced, WINS)',
        change: 'disable NetBIOS over TCP/IP, or let a firewall keep 137/udp inside',
        apply: 'at once',
      },
    },
  },
  async (context: CheckContext) => {
    const id = dnsId(context.random(2));
    const { answers, isRefused } = await context.exchange(netbiosStatusRequest(id), { tries: 2 });
    if (isRefused) return notApplicable('Nothing listens there.');
    const [answer] = answers;
    if (answer === undefined) return notExposed('tentative', 'It told no names: two questions were not answered.');
    const status = decodeNetbiosStatus(answer.bytes, id);
    if (status === null) return notApplicable('Something else than the NetBIOS name service answers.');
    const names = status.names.slice(0, MAX_NAMES).map((each) => shown(each));
    const host = status.names.find(({ suffix, isGroup }) => suffix === 0 && !isGroup)?.name ?? 'without a name';
    const group = status.names.find(({ suffix, isGroup }) => suffix === 0 && isGroup)?.name;
    const summary = `It says it is ${host}${group === undefined ? '' : ` in ${group}`}, with ${status.names.length} names.`;
    return exposed('confirmed', summary, { facts: { names, mac: status.mac } });
  },
);

/** `HOST<20>`, as nbtstat and nmblookup write it: the number is the name's last byte. */
function shown({ name, suffix, isGroup }: NetbiosName): string {
  return `${name}<${suffix.toString(16).padStart(2, '0')}>${isGroup ? ' group' : ''}`;
}
