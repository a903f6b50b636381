import type { Conversation } from '../conversation/conversation.ts';
import { ConnectFailure } from '../conversation/conversation.ts';
import type { Endpoint } from '../endpoint.ts';
import type { OpenedNetwork } from '../network/network.ts';
import { certain, heard as asHeard, likely as asLikely, type Heard, type Recognition } from './heard.ts';
import { DISCARD_PORT, hintedBy, nextStep, usesTls } from './plan.ts';
import type { Protocol } from './protocol.ts';
import { PROTOCOLS } from './protocols/protocols.ts';

/** For a greeting. Where the port's protocol waits to be asked, a greeting would be a surprise: it is asked sooner. */
const GREETING_MS = 1200;
const SHORT_GREETING_MS = 250;
const ANSWER_MS = 1500;
/** Servers that look up who connects greet late: where a greeting is usual, the first answer is waited for longer. */
const LATE_GREETING_MS = 4000;
/** After the first bytes, for what follows them. */
const REST_MS = 40;
/** The same where the first bytes told nothing. */
const SLOW_REST_MS = 300;
const MAX_HEARD = 4096;
const MAX_PIECES = 8;
const MAX_QUESTIONS = 4;

export interface Interview {
  readonly known: Recognition | null;
  readonly isTls: boolean;
  /** The first thing that was said, where nothing is known; empty for silence. */
  readonly heard: string;
}

/** One conversation with a port, over as many connections as it takes. */
export class PortInterview {
  readonly #endpoint: Endpoint;
  readonly #network: OpenedNetwork;
  readonly #mayAsk: boolean;
  readonly #hints: readonly Protocol[];
  readonly #asked = new Set<string>();
  readonly #heard: Heard[] = [];
  readonly #likely: Recognition[] = [];
  #questions = 0;
  #isTls = false;
  #tls = '';
  /** Somebody greeted, so that the next connection will be greeted as well. */
  #doesGreet = false;
  #mayGreetLate = false;

  constructor(endpoint: Endpoint, network: OpenedNetwork, mayAsk: boolean) {
    this.#endpoint = endpoint;
    this.#network = network;
    this.#mayAsk = mayAsk;
    this.#hints = hintedBy(endpoint.port);
  }

  /** Throws ConnectFailure where there is no connection at all, and what the network throws. */
  async run(): Promise<Interview> {
    let conversation: Conversation | null = await this.#connect();
    let known: Recognition | null = null;
    if (this.#mayAsk && usesTls(this.#endpoint.port)) {
      this.#questions++;
      conversation = await this.#enterTls(conversation);
    }
    if (conversation !== null) known = await this.#greeted(conversation);
    while (known === null && this.#mayAsk && this.#questions < MAX_QUESTIONS) {
      const step = nextStep(this.#progress());
      if (step === null) break;
      this.#questions++;
      const open: Conversation | null = conversation ?? (await this.#again());
      conversation = null;
      if (open === null) break;
      if (step === 'tls') {
        conversation = await this.#enterTls(open);
        if (conversation !== null) known = await this.#greeted(conversation);
      } else known = await this.#ask(open, step);
    }
    return { known: known ?? this.#guess(), isTls: this.#isTls, heard: this.#heard[0]?.text ?? '' };
  }

  #connect(): Promise<Conversation> {
    return this.#network.connect(this.#endpoint, false);
  }

  /** A further connection, in the state in which it can be asked; null where there is none. */
  async #again(): Promise<Conversation | null> {
    let conversation: Conversation;
    try {
      conversation = await this.#connect();
    } catch (error) {
      if (error instanceof ConnectFailure) return null;
      throw error;
    }
    if (this.#isTls && (await conversation.startTls()) === null) return null;
    if (this.#doesGreet) await conversation.readSome(MAX_HEARD, GREETING_MS);
    return conversation;
  }

  async #enterTls(conversation: Conversation): Promise<Conversation | null> {
    this.#asked.add('tls');
    const session = await conversation.startTls();
    if (session === null) return null;
    this.#isTls = true;
    // What was asked before TLS may be asked again inside it.
    this.#asked.clear();
    this.#asked.add('tls');
    this.#tls = session.protocol;
    return conversation;
  }

  /** What it says by itself. Where that ends the conversation, further questions need another one. */
  async #greeted(conversation: Conversation): Promise<Recognition | null> {
    const expectsGreeting = this.#hints.some(({ doesGreet }) => doesGreet === true);
    const isAskedSoon = this.#mayAsk && this.#hints.length > 0 && !expectsGreeting;
    const bytes = await this.#hear(conversation, isAskedSoon ? SHORT_GREETING_MS : GREETING_MS);
    if (bytes === null) {
      this.#mayGreetLate = expectsGreeting && conversation.ending === 'silent';
      return null;
    }
    this.#doesGreet = true;
    return this.#judge(conversation, asHeard(bytes, this.#endpoint.port, null));
  }

  async #ask(conversation: Conversation, { service, question }: Protocol): Promise<Recognition | null> {
    this.#asked.add(service);
    const isHinted = this.#hints.some((hint) => hint.service === service);
    const sent = question?.(this.#network.random(16), isHinted ? hostName(this.#endpoint) : '') ?? new Uint8Array();
    await conversation.send(sent);
    const bytes = await this.#hear(conversation, this.#mayGreetLate ? LATE_GREETING_MS : ANSWER_MS);
    this.#mayGreetLate = false;
    if (bytes === null) {
      await conversation.close();
      return null;
    }
    const { port } = this.#endpoint;
    let known = await this.#judge(conversation, asHeard(bytes, port, service, sent));
    const more = known === null ? await this.#hear(conversation, SLOW_REST_MS) : null;
    if (more !== null) {
      known = await this.#judge(conversation, asHeard(Buffer.concat([bytes, more]), port, service, sent));
    }
    await conversation.close();
    return known;
  }

  async #judge(conversation: Conversation, heard: Heard): Promise<Recognition | null> {
    this.#heard.push(heard);
    for (const protocol of PROTOCOLS) {
      const found = protocol.recognise(heard);
      if (found === null) continue;
      if (found.isCertain) {
        const before = this.#likely.find(({ service }) => service === found.service);
        const whole = { ...found, texts: [...found.texts, ...(before?.texts ?? [])] };
        return this.#mayAsk && protocol.askMore !== undefined ? protocol.askMore(conversation, whole, heard) : whole;
      }
      this.#likely.push(found);
    }
    return null;
  }

  /** Null where nothing came. */
  async #hear(conversation: Conversation, waitMs: number): Promise<Uint8Array | null> {
    const first = await conversation.readSome(MAX_HEARD, waitMs);
    if (first === null) return null;
    const pieces = [first];
    let length = first.length;
    while (length < MAX_HEARD && pieces.length < MAX_PIECES) {
      const more = await conversation.readSome(MAX_HEARD - length, REST_MS);
      if (more === null) break;
      pieces.push(more);
      length += more.length;
    }
    return Buffer.concat(pieces);
  }

  #progress() {
    return {
      port: this.#endpoint.port,
      isTls: this.#isTls,
      asked: this.#asked,
      heard: this.#heard,
      likely: this.#likely,
    };
  }

  /** The best of what is left when every question was asked. */
  #guess(): Recognition | null {
    const [first] = this.#likely;
    if (first !== undefined) return first;
    if (this.#isTls) return { ...certain('tls'), because: `it speaks ${this.#tls}, and nothing known inside it` };
    if (this.#endpoint.port !== DISCARD_PORT || this.#heard.length > 0 || !this.#mayAsk) return null;
    return { ...asLikely('discard'), because: 'it takes what it is sent and says nothing' };
  }
}

/** As HTTP's Host has it: IPv6 in brackets, no zone (RFC 9110 section 7.2, RFC 6874 section 4). */
function hostName({ address }: Endpoint): string {
  return address.includes(':') ? `[${address.split('%')[0] ?? ''}]` : address;
}
