import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { readFrame } from '../conversation/frames.ts';
import { ConnectFailure } from '../conversation/conversation.ts';
import {
  DNS_TYPE,
  decodeDnsMessage,
  encodeDnsQuery,
  withLength,
  type DnsMessage,
  type DnsQuestion,
} from '../protocols/dns-message.ts';
import { DNS_FRAME, dnsId, isDnsAnswer } from '../protocols/dns-over-tcp.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** What a server does with a question that it must ask others for. */
type Level = 'refused' | 'not offered' | 'offered' | 'answered';

/** A resolver gives up after about 10 s (BIND's resolver-query-timeout), and then says at least that it tried. */
const PATIENCE = { waitMs: 5500, tries: 2 };

/** RFC 1035 section 4.1.1: RD asks for recursion, RA offers it. RFC 5358: not to everybody. */
export const dnsRecursion = defineCheck(
  {
    id: 'dns.recursion',
    title: 'DNS resolves names for strangers',
    services: ['domain', 'dns'],
    ports: [53],
    transport: 'udp',
    severity: 'high',
    impact: 'read-only',
    budget: { maxMs: 30_000, maxRounds: 7, maxBytesIn: 24_000, maxBytesOut: 2200 },
    // BIND answers localhost and localnets unless told otherwise, Unbound localhost only.
    trusted: OUTSIDE,
    blind: [],
    isOptIn: false,
    why: 'With a forged sender such a server floods others with answers larger than the questions; and its cache can be poisoned and read.',
    references: ['rfc5358', 'us-cert-ta13-207a', 'rfc1035'],
    fixes: {
      BIND: {
        file: '/etc/bind/named.conf.options',
        change: 'recursion no; or allow-recursion and allow-query-cache with your own networks only',
        apply: 'named-checkconf && rndc reconfig',
      },
      Unbound: {
        file: '/etc/unbound/unbound.conf.d/',
        change: 'access-control: 0.0.0.0/0 refuse, and allow your own networks',
        apply: 'unbound-checkconf && unbound-control reload',
      },
      dnsmasq: {
        file: '/etc/dnsmasq.conf',
        change: 'local-service, or interface= with the inner interface and bind-interfaces',
        apply: 'systemctl restart dnsmasq',
      },
      '*': {
        file: 'the configuration of the name server',
        change: 'permit recursion to your own networks only',
        apply: 'reload the server',
      },
    },
  },
  async (context: CheckContext) => {
    const nobody = `portolan-${Buffer.from(context.random(6)).toString('hex')}.invalid`;
    const names = context.settings.queryName === null ? [nobody] : [context.settings.queryName, nobody];
    let level: Level | null = null;
    for (const name of names) {
      const { message, isClosed } = await ask(context, { name, type: DNS_TYPE.A, isRecursive: true }, PATIENCE);
      if (message === 'other') return notApplicable('Something else than DNS answers.');
      if (isClosed) return notApplicable('Nothing listens there.');
      level = higher(level, message === null ? null : levelOf(message));
      if (message === null || level === 'answered') break;
    }
    const overTcp = await askOverTcp(context, names[0] ?? nobody);
    if (level === null && overTcp === null) return inconclusive('No answer came to a question that needs recursion.');
    const worst = higher(level, overTcp);
    const facts = {
      udp: level ?? 'no answer',
      tcp: overTcp ?? 'no answer',
      anyFactor: await factor(context, { name: context.settings.queryName ?? '.', type: DNS_TYPE.ANY }),
      rootFactor: await factor(context, { name: '.', type: DNS_TYPE.NS }),
    };
    const factors = `Answers are ${facts.anyFactor} times (ANY) and ${facts.rootFactor} times (root) as large as questions.`;
    if (worst === 'refused') return notExposed('confirmed', 'It refused to ask others for us.', { facts });
    if (worst === 'not offered' || worst === null) {
      return notExposed('firm', 'It offers no recursion: it answers only what it has itself.', { facts });
    }
    const where =
      worst === 'answered' ? 'It asked others for us and answered' : 'It offers recursion and did not refuse';
    const how = [level, overTcp].map((each) => (each === 'answered' || each === 'offered' ? '+' : '-')).join('');
    const over = how === '++' ? 'over UDP and TCP' : how === '+-' ? 'over UDP' : 'over TCP only';
    const confidence = worst === 'answered' ? 'confirmed' : 'firm';
    if (context.vantage === 'routed') return exposed(confidence, `${where}, ${over}. ${factors}`, { facts });
    // Its own network may well be whom it is for; then only who comes from elsewhere is a stranger.
    const near = 'A resolver does that for its own network; from elsewhere it must refuse.';
    return exposed('firm', `${where}, ${over}. ${factors} ${near}`, { facts, severity: 'medium' });
  },
);

const ORDER: readonly Level[] = ['refused', 'not offered', 'offered', 'answered'];

function higher(one: Level | null, other: Level | null): Level | null {
  if (one === null || other === null) return one ?? other;
  return ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other;
}

function levelOf({ rcode, offersRecursion, isAuthoritative, answers }: DnsMessage): Level {
  if (rcode === 'REFUSED' || rcode === 'NOTAUTH' || rcode === 'NOTIMP') return 'refused';
  if (!offersRecursion) return 'not offered';
  // A name that nobody has is proof as well, unless the server says so of its own (RFC 6761 section 6.4).
  const isFound = answers.length > 0 || rcode === 'NXDOMAIN';
  return isFound && !isAuthoritative ? 'answered' : 'offered';
}

interface Asked {
  readonly message: DnsMessage | 'other' | null;
  readonly isClosed: boolean;
  readonly factor: number;
}

async function ask(
  context: CheckContext,
  question: Omit<DnsQuestion, 'id'>,
  options: { readonly waitMs: number; readonly tries?: number },
): Promise<Asked> {
  const id = dnsId(context.random(2));
  const query = encodeDnsQuery({ ...question, id });
  if (query === null) return { message: null, isClosed: false, factor: 0 };
  context.note(`asks ${question.isRecursive === true ? 'recursively ' : ''}for ${question.name}`);
  const { answers, isRefused } = await context.exchange(query, options);
  const [answer] = answers;
  if (answer === undefined) return { message: null, isClosed: isRefused, factor: 0 };
  const message = decodeDnsMessage(answer.bytes);
  const isOurs = message !== null && isDnsAnswer(message, id);
  if (isOurs) context.note(`${message.rcode}, recursion ${message.offersRecursion ? 'offered' : 'not offered'}`);
  const rounded = Math.round((answer.bytes.length / query.length) * 10) / 10;
  return { message: isOurs ? message : 'other', isClosed: false, factor: rounded };
}

/** Bytes answered for each byte asked, as a sender of forged questions would get them; 0 for silence. */
async function factor(context: CheckContext, question: Omit<DnsQuestion, 'id'>): Promise<number> {
  const { factor: times } = await ask(context, { ...question, isRecursive: true, udpSize: 4096 }, { waitMs: 1500 });
  return times;
}

async function askOverTcp(context: CheckContext, name: string): Promise<Level | null> {
  const id = dnsId(context.random(2));
  const query = encodeDnsQuery({ id, name, type: DNS_TYPE.A, isRecursive: true });
  if (query === null) return null;
  try {
    const conversation = await context.connect();
    await conversation.send(withLength(query));
    const frame = await readFrame(conversation, { ...DNS_FRAME, maxBytes: 4096 }, 5000);
    const message = frame.kind === 'frame' ? decodeDnsMessage(frame.bytes.subarray(2)) : null;
    return message !== null && isDnsAnswer(message, id) ? levelOf(message) : null;
  } catch (error) {
    if (error instanceof ConnectFailure) return null;
    throw error;
  }
}
