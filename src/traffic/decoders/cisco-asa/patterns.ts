import { DIRECTION, OUTCOME } from '../../event-batch.ts';

/** A message about one packet, or a few of one kind; its groups say what is in it. */
export interface PacketMessage {
  /**
   * Groups: `protocol`, `source`, `sport`, `destination`, `dport`, `flags`, `type`, `code`, `acl`, `action`, `hits`,
   * `interval`.
   */
  readonly pattern: RegExp;
  /** Where there is no such group. */
  readonly protocol?: string;
  readonly outcome: number;
  readonly direction?: number;
  readonly flags?: string;
  /** It is about the device itself, and does not say its address. */
  readonly isToDevice?: true;
}

const ADDRESS = '[0-9A-Fa-f:.]{2,45}';
const PORT = '[\\w-]{1,32}';
/** A user and a security group may stand behind an address. */
const WHO = '(?: ?\\((?!type )[^()]{0,120}\\)){0,4}';

const plainEnd = (name: string, port: string): string => `(?<${name}>${ADDRESS})/(?<${port}>${PORT})`;
const end = (name: string, port: string): string =>
  `[^\\s:]{1,64}:(?<${name}>${ADDRESS})(?:/(?<${port}>${PORT}))?${WHO}`;
const listEnd = (name: string, port: string): string =>
  `[^\\s/]{1,64}/(?<${name}>${ADDRESS})\\((?<${port}>${PORT})\\)${WHO}`;

const FROM_TO = `from ${plainEnd('source', 'sport')} to ${plainEnd('destination', 'dport')}`;
const SRC_DST = `src ${end('source', 'sport')} dst ${end('destination', 'dport')}`;
const PROTOCOL = '(?<protocol>(?:protocol )?[\\w-]{1,20})';
const TYPE_CODE = '\\(type (?<type>\\d{1,3}), code (?<code>\\d{1,3})\\)';
const FLAGS = 'flags (?<flags>[A-Z ]{0,40}?) *on interface';
const ICMP_TYPE = 'type=(?<type>\\d{1,3}),?(?: code=(?<code>\\d{1,3}))?';

const { dropped } = OUTCOME;

/** By number. Source: Cisco Secure Firewall ASA Series Syslog Messages. */
export const PACKET_MESSAGES: ReadonlyMap<string, PacketMessage> = new Map<string, PacketMessage>([
  [
    '106001',
    {
      pattern: new RegExp(`^Inbound TCP connection denied ${FROM_TO} ${FLAGS}`),
      protocol: 'tcp',
      outcome: dropped,
      direction: DIRECTION.in,
    },
  ],
  [
    '106006',
    {
      pattern: new RegExp(`^Deny inbound UDP ${FROM_TO}\\b`),
      protocol: 'udp',
      outcome: dropped,
      direction: DIRECTION.in,
    },
  ],
  [
    '106007',
    {
      pattern: new RegExp(`^Deny inbound UDP ${FROM_TO} due to DNS`),
      protocol: 'udp',
      outcome: dropped,
      direction: DIRECTION.in,
    },
  ],
  [
    '106010',
    { pattern: new RegExp(`^Deny inbound ${PROTOCOL} ${SRC_DST}`), outcome: dropped, direction: DIRECTION.in },
  ],
  [
    '106014',
    {
      pattern: new RegExp(`^Deny inbound icmp ${SRC_DST} ${TYPE_CODE}`),
      protocol: 'icmp',
      outcome: dropped,
      direction: DIRECTION.in,
    },
  ],
  [
    '106015',
    { pattern: new RegExp(`^Deny TCP \\(no connection\\) ${FROM_TO} ${FLAGS}`), protocol: 'tcp', outcome: dropped },
  ],
  [
    '106016',
    {
      pattern: new RegExp(`^Deny IP spoof from \\((?<source>${ADDRESS})\\) to (?<destination>${ADDRESS}) on interface`),
      outcome: dropped,
    },
  ],
  [
    '106017',
    {
      pattern: new RegExp(`^Deny IP due to Land Attack from (?<source>${ADDRESS}) to (?<destination>${ADDRESS})`),
      outcome: dropped,
    },
  ],
  [
    '106021',
    {
      pattern: new RegExp(
        `^Deny ${PROTOCOL} reverse path check from (?<source>${ADDRESS})(?:/(?<sport>${PORT}))? to (?<destination>${ADDRESS})(?:/(?<dport>${PORT}))? on interface`,
      ),
      outcome: dropped,
    },
  ],
  [
    '106023',
    {
      pattern: new RegExp(`^Deny ${PROTOCOL} ${SRC_DST}(?: ${TYPE_CODE})? by access-group "?(?<acl>[^"\\s]{1,80})`),
      outcome: dropped,
    },
  ],
  [
    '106100',
    {
      pattern: new RegExp(
        `^access-list (?<acl>\\S{1,80}) (?<action>permitted|denied|est-allowed) ${PROTOCOL} ${listEnd('source', 'sport')} ?-> ?${listEnd('destination', 'dport')} hit-cnt (?<hits>\\d{1,9}) \\(?(?:first hit|(?<interval>\\d{1,6})-second interval)`,
      ),
      outcome: OUTCOME.unknown,
    },
  ],
  [
    '313001',
    {
      pattern: new RegExp(`^Denied ICMP ${ICMP_TYPE} from (?<source>${ADDRESS}) on interface`),
      protocol: 'icmp',
      outcome: dropped,
      direction: DIRECTION.in,
      isToDevice: true,
    },
  ],
  [
    '313004',
    {
      pattern: new RegExp(
        `^Denied ICMP ${ICMP_TYPE},? from (?:laddr )?(?<source>${ADDRESS}) on interface \\S{1,64} to (?<destination>${ADDRESS}?):? no matching session`,
      ),
      protocol: 'icmp',
      outcome: dropped,
    },
  ],
  [
    '313005',
    {
      pattern: new RegExp(
        `^No matching connection for ICMP error message: icmp ${SRC_DST} ${TYPE_CODE} on \\S{1,64} interface`,
      ),
      protocol: 'icmp',
      outcome: dropped,
    },
  ],
  [
    '313008',
    {
      pattern: new RegExp(`^Denied ICMPv6 ${ICMP_TYPE} from (?<source>${ADDRESS}) on interface`),
      protocol: 'icmpv6',
      outcome: dropped,
      direction: DIRECTION.in,
      isToDevice: true,
    },
  ],
  [
    '419002',
    {
      pattern: new RegExp(
        `^(?:Received d|D)uplicate TCP SYN from ${end('source', 'sport')} to ${end('destination', 'dport')} with different`,
      ),
      protocol: 'tcp',
      outcome: OUTCOME.unknown,
      flags: 'SYN',
    },
  ],
  [
    '710002',
    {
      pattern: new RegExp(
        `^${PROTOCOL} access (?<action>permitted) from ${plainEnd('source', 'sport')} to ${end('destination', 'dport')}`,
      ),
      outcome: OUTCOME.unknown,
      direction: DIRECTION.in,
    },
  ],
  [
    '710003',
    {
      pattern: new RegExp(
        `^${PROTOCOL} access denied by ACL from ${plainEnd('source', 'sport')} to ${end('destination', 'dport')}`,
      ),
      outcome: dropped,
      direction: DIRECTION.in,
    },
  ],
  [
    '710005',
    {
      pattern: new RegExp(
        `^${PROTOCOL} request discarded from ${plainEnd('source', 'sport')} to ${end('destination', 'dport')}`,
      ),
      outcome: dropped,
      direction: DIRECTION.in,
    },
  ],
]);

/** 302013, 302015: TCP, UDP; `for` is the end on the less secure side. */
export const BUILT = new RegExp(
  `^Built (?<direction>inbound|outbound) (?:Probe )?(?<protocol>TCP|UDP|SCTP) connection (?<id>\\d{1,20}) for ${end('far', 'farPort')} to ${end('near', 'nearPort')}`,
);

/** 302014, 302016. */
export const TEARDOWN = new RegExp(
  `^Teardown (?:Probe )?(?<protocol>TCP|UDP|SCTP) connection (?<id>\\d{1,20}) for ${end('far', 'farPort')} to ${end('near', 'nearPort')} duration (?<hours>\\d{1,6}):(?<minutes>\\d\\d):(?<seconds>\\d\\d) bytes (?<bytes>\\d{1,15})(?: (?<reason>.*))?$`,
);

/** 302020: faddr is the far end, laddr the near one, gaddr the near one's address outside. */
export const BUILT_ICMP = new RegExp(
  `^Built (?<direction>inbound|outbound) ICMPv?6? connection for faddr (?<far>${ADDRESS})/\\d{1,5}${WHO} gaddr ${ADDRESS}/\\d{1,5} laddr (?<near>${ADDRESS})/\\d{1,5}${WHO}(?: type (?<type>\\d{1,3}) code (?<code>\\d{1,3}))?`,
);
