import {
  defineCheck,
  exposed,
  inconclusive,
  notApplicable,
  notExposed,
  type CheckContext,
  type Outcome,
} from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { outcomeWithoutFrame, readFrame, type Frame } from '../conversation/frames.ts';
import {
  DNS_TYPE,
  decodeDnsMessage,
  encodeDnsQuery,
  isSameName,
  withLength,
  type DnsMessage,
} from '../protocols/dns-message.ts';
import { OUTSIDE } from '../vantage/vantage.ts';
import { DNS_FRAME, dnsId, isDnsAnswer } from '../protocols/dns-over-tcp.ts';

const MAX_ZONES = 3;
const MAX_RECORDS = 50;
const NAMES_SHOWN = 3;

/** RFC 5936: a zone transfer is a query of type AXFR over TCP; its answer begins and ends with the zone's SOA record. */
export const dnsAxfr = defineCheck(
  {
    id: 'dns.axfr',
    title: 'DNS hands out the whole zone',
    services: ['domain', 'dns'],
    ports: [53],
    transport: 'tcp',
    severity: 'medium',
    impact: 'creates-log-entry',
    budget: { maxMs: 15_000, maxRounds: MAX_ZONES, maxBytesIn: 210_000, maxBytesOut: 1800 },
    // `allow-transfer { localnets; }` and the like trust what is near.
    trusted: OUTSIDE,
    blind: [],
    // Records are other people's hosts: the notes say how many, and name three.
    maxLinesShown: 0,
    isOptIn: false,
    why: 'Whoever has the zone knows every host and what it is for, without a single probe.',
    references: ['rfc5936', 'rfc1035'],
    fixes: {
      BIND: {
        file: '/etc/bind/named.conf.options',
        change: 'allow-transfer { none; }; or the addresses or the TSIG key of your secondaries, in each zone too',
        apply: 'named-checkconf && rndc reconfig',
      },
      NSD: {
        file: '/etc/nsd/nsd.conf',
        change: 'take "provide-xfr: 0.0.0.0/0 NOKEY" away; name each secondary, with a key',
        apply: 'nsd-checkconf /etc/nsd/nsd.conf && nsd-control reconfig',
      },
      Knot: {
        file: '/etc/knot/knot.conf',
        change: 'in the acl with "action: transfer" name the addresses and the key of your secondaries',
        apply: 'knotc conf-check && knotc reload',
      },
      PowerDNS: {
        file: '/etc/powerdns/pdns.conf',
        change: 'allow-axfr-ips= with the addresses of your secondaries, or disable-axfr=yes',
        apply: 'systemctl restart pdns',
      },
      '*': {
        file: 'the configuration of the name server',
        change: 'permit transfers to the addresses or keys of your secondaries only',
        apply: 'reload the server',
      },
    },
  },
  async (context: CheckContext) => {
    const zones = context.settings.zones.slice(0, MAX_ZONES);
    if (zones.length === 0) {
      return inconclusive('No zone is known to ask for. Give one: --zone example.org, or "zones:" in the policy file.');
    }
    const outcomes: Outcome[] = [];
    for (const zone of zones) {
      const outcome = await tryZone(context, zone);
      if (outcome.verdict === 'exposed' || outcome.verdict === 'not-applicable') return outcome;
      outcomes.push(outcome);
    }
    return (
      outcomes.find(({ verdict }) => verdict === 'inconclusive') ?? outcomes[0] ?? inconclusive('Nothing was asked.')
    );
  },
);

async function tryZone(context: CheckContext, name: string): Promise<Outcome> {
  const conversation = await context.connect();
  const soa = await question(context, conversation, name, DNS_TYPE.SOA);
  if (soa === null) return inconclusive(`"${name}" is no name of DNS.`);
  if ('kind' in soa) return outcomeOf(soa, conversation);
  // The zone of a host's name stands in the authority section (RFC 2308 section 3).
  const apex = [...soa.answers, ...soa.authorities].find(({ type }) => type === DNS_TYPE.SOA)?.name;
  if (!soa.isAuthoritative || apex === undefined) {
    return inconclusive(`It does not serve ${name} (${soa.rcode}); name a zone that it serves: --zone example.org.`);
  }
  context.note(`it serves the zone ${apex}`);
  let message = await question(context, conversation, apex, DNS_TYPE.AXFR);
  const names: string[] = [];
  let [records, marks] = [0, 0];
  while (message !== null && !('kind' in message) && message.rcode === 'NOERROR') {
    for (const record of message.answers) {
      records++;
      if (record.type === DNS_TYPE.SOA) marks++;
      else if (isNew(record.name, apex, names)) names.push(record.name);
    }
    if (message.answers.length === 0 || marks >= 2 || records >= MAX_RECORDS) break;
    const next = await readFrame(conversation, DNS_FRAME, 3000);
    if (next.kind !== 'frame') break;
    message = decodeDnsMessage(next.bytes.subarray(2));
  }
  await conversation.close();
  // One SOA record alone is what RFC 5936 section 2.2 lets a server say that has nothing newer, or was cut off.
  if (records > marks) return transferred(context, apex, { records, names, isWhole: marks >= 2 });
  if (message === null || 'kind' in message) {
    if (conversation.ending === 'closed') {
      return notExposed('firm', `It serves ${apex}, and closed the connection when asked for all of it.`);
    }
    return inconclusive(`It serves ${apex}, and gave no answer when asked for all of it.`);
  }
  if (message.rcode === 'NOERROR') {
    return notExposed('firm', `It serves ${apex}; asked for all of it, it sent no records.`, { facts: { zone: apex } });
  }
  const summary = `It serves ${apex}; asked for all of it, it said ${message.rcode}.`;
  return notExposed('confirmed', summary, { facts: { zone: apex, answer: message.rcode } });
}

/** The zone's own name says nothing new. */
function isNew(name: string, apex: string, names: readonly string[]): boolean {
  return names.length < NAMES_SHOWN && !isSameName(name, apex) && !names.includes(name);
}

function transferred(
  context: CheckContext,
  zone: string,
  {
    records,
    names,
    isWhole,
  }: { readonly records: number; readonly names: readonly string[]; readonly isWhole: boolean },
): Outcome {
  const shown = isWhole ? String(records - 1) : `more than ${Math.min(records, MAX_RECORDS) - 1}`;
  context.note(`${records} records came; names: ${names.join(', ')}`);
  const among = names.length === 0 ? '' : `, among them ${names.join(', ')}`;
  return exposed('confirmed', `The zone ${zone} was handed out: ${shown} records${among}.`, {
    facts: { zone, records, names, isWhole },
  });
}

/** One query and its first answer; null where the name cannot be asked for. */
async function question(
  context: CheckContext,
  conversation: Conversation,
  name: string,
  type: number,
): Promise<DnsMessage | Exclude<Frame, { kind: 'frame' }> | null> {
  const id = dnsId(context.random(2));
  const query = encodeDnsQuery({ id, name, type });
  if (query === null) return null;
  context.note(`asks ${type === DNS_TYPE.AXFR ? 'for a transfer of' : 'for the SOA of'} ${name}`);
  await conversation.send(withLength(query));
  const frame = await readFrame(conversation, DNS_FRAME, 4000);
  if (frame.kind !== 'frame') return frame;
  const message = decodeDnsMessage(frame.bytes.subarray(2));
  return message !== null && isDnsAnswer(message, id) ? message : { kind: 'other', bytes: frame.bytes };
}

async function outcomeOf(frame: Exclude<Frame, { kind: 'frame' }>, conversation: Conversation): Promise<Outcome> {
  // A text in place of a length of two bytes looks like a message that goes on for long.
  if (frame.kind === 'cut' && frame.bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) {
    return notApplicable('Something else than DNS answers.');
  }
  return outcomeWithoutFrame(frame, 'DNS', conversation);
}
