import { parseIPv4, parseIPv6 } from '../../net/address.ts';
import {
  defineCheck,
  exposed,
  inconclusive,
  notApplicable,
  notExposed,
  type Canary,
  type CheckContext,
} from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { fetchCanary } from '../protocols/canary-request.ts';
import { foreignService } from '../protocols/foreign.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

const WAIT = 8000;

/** How far one of the two versions came. */
type Way =
  | { readonly kind: 'open'; readonly conversation: Conversation }
  | { readonly kind: 'refused'; readonly words: string }
  | { readonly kind: 'unreached'; readonly words: string }
  | { readonly kind: 'other'; readonly firstBytes: Uint8Array };

/** SOCKS5 without a login (RFC 1928), then SOCKS4, which has none; led to our own listener, whose token has to come back. */
export const socksOpenProxy = defineCheck(
  {
    id: 'socks.open-proxy',
    title: 'A SOCKS proxy serves anybody',
    services: ['socks', 'socks4', 'socks5'],
    ports: [1080],
    transport: 'tcp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 40_000, maxRounds: 2, maxBytesIn: 16_384, maxBytesOut: 512 },
    // Tunnels made with ssh -D serve their own host and nobody else.
    trusted: OUTSIDE,
    blind: [],
    maxLinesShown: 20,
    isOptIn: false,
    why: 'Strangers do what they like under your address, and reach through it what only your network should.',
    references: ['rfc1928', 'rfc1929'],
    fixes: {
      '*': {
        file: "the proxy's configuration; Dante: /etc/danted.conf",
        change: 'ask for a login (Dante: socksmethod: username), or let it listen inside only (ssh -D 127.0.0.1:1080)',
        apply: 'restart the proxy',
      },
    },
  },
  async (context) => {
    const first = await context.connect();
    const canary = await context.openCanary(first.localAddress);
    const five = await trySocks5(first, canary);
    const way = five.kind === 'open' ? five : await trySocks4(context, canary, five.kind === 'refused');
    if (way.kind === 'open') {
      const { isProven, wasHit } = await fetchCanary(way.conversation, canary, 'origin');
      const facts = { version: way === five ? 5 : 4 };
      if (isProven) {
        return exposed('confirmed', `SOCKS${facts.version} led to our own listener without a login.`, { facts });
      }
      if (wasHit) return exposed('firm', `SOCKS${facts.version} led to our own listener.`, { facts });
      return inconclusive('It says it leads to our own listener, which was never asked.', { facts });
    }
    const known = [five, way].filter((one) => one.kind === 'refused' || one.kind === 'unreached');
    if (known.length === 0) {
      const bytes = five.kind === 'other' ? five.firstBytes : new Uint8Array(0);
      if (bytes.length === 0) return inconclusive('It said nothing that SOCKS knows.');
      const foreign = foreignService(Buffer.from(bytes).toString('latin1'));
      return notApplicable(foreign === null ? 'What answers is no SOCKS proxy.' : `Here ${foreign} answers.`);
    }
    const words = known.map((one) => one.words).join('; ');
    if (known.some(({ kind }) => kind === 'unreached')) {
      return inconclusive(`It takes us without a login, and did not reach our own listener: ${words}.`);
    }
    return notExposed('confirmed', `It leads nowhere for us: ${words}.`);
  },
);

/** RFC 1928 sections 3 to 6: version 5, one method (0, no login), CONNECT. */
async function trySocks5(conversation: Conversation, { host, port }: Canary): Promise<Way> {
  await conversation.send(Uint8Array.of(5, 1, 0));
  const choice = await conversation.readBytes(2, WAIT);
  if (choice === null || choice[0] !== 5) return other(conversation, choice);
  if (choice[1] !== 0) return { kind: 'refused', words: 'SOCKS5 wants a login' };
  await conversation.send(Uint8Array.of(5, 1, 0, ...addressBytes(host), port >> 8, port & 255));
  const reply = await conversation.readBytes(4, WAIT);
  if (reply === null || reply[0] !== 5) return other(conversation, reply);
  if (reply[1] !== 0) return refusal5(reply[1] ?? 0);
  // The address it uses follows: one of IPv4, of IPv6, or a name with its length.
  const length = reply[3] === 1 ? 4 : reply[3] === 4 ? 16 : ((await conversation.readBytes(1, WAIT))?.[0] ?? 0);
  await conversation.readBytes(length + 2, WAIT);
  return { kind: 'open', conversation };
}

/** 2: not allowed by its rules. Everything else came of trying. */
function refusal5(code: number): Way {
  return code === 2
    ? { kind: 'refused', words: 'SOCKS5 forbids it' }
    : { kind: 'unreached', words: `SOCKS5 answered with error ${code}` };
}

/** SOCKS4 as Ying-Da Lee described it: version 4, CONNECT, port, IPv4 address, an empty name; 90 is yes. */
async function trySocks4(context: CheckContext, { host, port }: Canary, wasRefused: boolean): Promise<Way> {
  const word = parseIPv4(host);
  if (word === null) return { kind: 'refused', words: 'SOCKS4 knows no IPv6' };
  const conversation = await context.connect();
  await conversation.send(Uint8Array.of(4, 1, port >> 8, port & 255, ...wordBytes(word), 0));
  const reply = await conversation.readBytes(8, WAIT);
  if (reply === null || reply[0] !== 0) return other(conversation, reply);
  if (reply[1] === 90) return { kind: 'open', conversation };
  // 91 is "rejected or failed": alone it may mean that our listener was tried and not reached.
  const kind = reply[1] === 91 && !wasRefused ? 'unreached' : 'refused';
  return { kind, words: `SOCKS4 answered with ${reply[1] ?? 0}` };
}

async function other(conversation: Conversation, read: Uint8Array | null): Promise<Way> {
  const rest = (await conversation.readSome(64, 1)) ?? new Uint8Array(0);
  return { kind: 'other', firstBytes: Uint8Array.from([...(read ?? []), ...rest]) };
}

/** Type and bytes of an address, RFC 1928 section 5. */
function addressBytes(host: string): readonly number[] {
  const word = parseIPv4(host);
  if (word !== null) return [1, ...wordBytes(word)];
  return [4, ...(parseIPv6(host.split('%')[0] ?? '') ?? [0, 0, 0, 0]).flatMap(wordBytes)];
}

function wordBytes(word: number): readonly number[] {
  return [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
}
