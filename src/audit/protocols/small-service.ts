import {
  defineCheck,
  exposed,
  inconclusive,
  notApplicable,
  notExposed,
  type Check,
  type CheckContext,
  type CheckDescription,
  type Outcome,
} from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { foreignService } from './foreign.ts';
import { ANYWHERE, OUTSIDE } from '../vantage/vantage.ts';

/** One of the small services of inetd, as RFCs 862 to 868 have them: the same over TCP and UDP. */
export interface SmallService<Name extends string = string> {
  /** `chargen`. */
  readonly name: Name;
  readonly port: number;
  /** `sends text without end`. */
  readonly does: string;
  readonly references: readonly string[];
  /** What is sent: over UDP the smallest that shows it, because forgers send no more either. */
  question(context: CheckContext): Uint8Array;
  /** Over TCP the question is sent only where the service waits for one. */
  readonly isAsked: boolean;
  /** Bytes of TCP that are enough to judge it. */
  readonly enough: number;
  /** Whether an answer is this service's. */
  isAnswer(answer: Uint8Array, question: Uint8Array): boolean;
}

const WAIT = 3000;
/** For datagrams after the first: some services send several. */
const UDP_WAIT = 2000;
/** Networks, and servers that have much to do, lose datagrams. */
const TRIES = 2;
/** How much a service sends over TCP before it is left. */
const MAX_TCP_BYTES = 4096;

const FIX = (name: string): CheckDescription['fixes'] => ({
  xinetd: {
    file: `/etc/xinetd.d/${name} and /etc/xinetd.d/${name}-udp`,
    change: 'disable = yes',
    apply: 'systemctl restart xinetd',
  },
  '*': {
    file: '/etc/inetd.conf or /etc/xinetd.d',
    change: `remove the ${name} lines, or set "disable = yes"; nothing current needs them`,
    apply: 'systemctl restart inetd (or xinetd)',
  },
});

/** `small.chargen`: over TCP. */
export function overTcp<Name extends string>(service: SmallService<Name>): Check<`small.${Name}`> {
  const { name, port, does, references, isAsked } = service;
  return defineCheck(
    {
      id: `small.${name}`,
      title: `${name} answers over TCP`,
      services: [name],
      ports: [port],
      transport: 'tcp',
      severity: 'low',
      impact: 'creates-log-entry',
      budget: { maxMs: 10_000, maxRounds: 1, maxBytesIn: MAX_TCP_BYTES, maxBytesOut: 16 },
      trusted: ANYWHERE,
      blind: [],
      maxLinesShown: 3,
      isOptIn: false,
      why: `It ${does} and serves nobody. It costs the machine work for whoever connects, and often its UDP half is on too.`,
      references,
      fixes: FIX(name),
    },
    async (context) => {
      const conversation = await context.connect();
      const question = service.question(context);
      if (isAsked) await conversation.send(question);
      const answer = await readAnswer(conversation, service.enough);
      if (answer.length === 0) {
        return inconclusive(conversation.ending === 'closed' ? 'It closed without a word.' : 'It said nothing.');
      }
      if (service.isAnswer(answer, question)) return exposed('confirmed', `It ${does}: ${name}.`);
      return another(answer, name);
    },
  );
}

/**
 * `small.chargen-udp`: one datagram, once more where nothing came, and never to a broadcast address. openbsd-inetd answers nothing that comes
 * from loopback or from a low port (measured), so silence from this machine to itself says nothing.
 */
export function overUdp<Name extends string>(service: SmallService<Name>): Check<`small.${Name}-udp`> {
  const { name, port, references } = service;
  return defineCheck(
    {
      id: `small.${name}-udp`,
      title: `${name} answers datagrams of anybody`,
      services: [name],
      ports: [port],
      transport: 'udp',
      severity: 'medium',
      impact: 'creates-log-entry',
      budget: { maxMs: 6000, maxRounds: TRIES, maxBytesIn: 16_384, maxBytesOut: 32 },
      trusted: ANYWHERE,
      blind: ANYWHERE.filter((vantage) => !OUTSIDE.includes(vantage)),
      maxLinesShown: 3,
      isOptIn: false,
      why:
        'Datagrams have forged senders. With the address of a victim its answers flood the victim; with the address of an ' +
        'echo, chargen, daytime or time service the two answer each other for ever. Echo and chargen on one host do that with one packet.',
      references: [...references, 'rfc2827'],
      fixes: FIX(name),
    },
    async (context) => {
      const question = service.question(context);
      const { answers, isRefused } = await context.exchange(question, {
        waitMs: UDP_WAIT,
        maxAnswers: 3,
        tries: TRIES,
      });
      if (isRefused) return notExposed('confirmed', 'The host says that nothing listens there.');
      const bytes = answers.reduce((sum, answer) => sum + answer.bytes.length, 0);
      const [first] = answers;
      if (first === undefined)
        return inconclusive('Two datagrams were answered with nothing: a filter, or no such service.');
      if (!service.isAnswer(first.bytes, question)) return another(first.bytes, name);
      const factor = Math.round((bytes / question.length) * 10) / 10;
      const sent = question.length === 1 ? '1 byte was' : `${question.length} bytes was`;
      const much = factor === 1 ? 'as much as was sent' : `${factor} times as much`;
      return exposed('confirmed', `One datagram of ${sent} answered with ${bytes} bytes: ${much}.`, {
        facts: { bytesSent: question.length, bytesReceived: bytes, factor },
      });
    },
  );
}

async function readAnswer(conversation: Conversation, enough: number): Promise<Uint8Array> {
  const whole = await conversation.readBytes(enough, WAIT);
  if (whole !== null) return whole;
  return (await conversation.readSome(enough, 1)) ?? new Uint8Array(0);
}

function another(answer: Uint8Array, name: string): Outcome {
  const foreign = foreignService(Buffer.from(answer).toString('latin1'));
  return notApplicable(foreign === null ? `What answers is not ${name}.` : `Here ${foreign} answers.`);
}
