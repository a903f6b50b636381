import type { BroadcastAnswers, Check, CheckSettings } from '../check.ts';
import type { Meter } from '../conversation/budget.ts';
import {
  ConnectFailure,
  type Conversation,
  type DatagramAnswers,
  type Ending,
  type TlsSession,
} from '../conversation/conversation.ts';
import type { Transcript } from '../conversation/transcript.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Network } from '../network/network.ts';
import type { CheckResult } from '../result.ts';
import { runCheck } from '../run-check.ts';
import type { IdentifiedService } from '../service.ts';
import type { Vantage } from '../vantage/vantage.ts';

/**
 * What a server says in a test. `hello` comes at once; each answer comes when something was sent that its pattern fits;
 * `null` closes, `'tls'` goes on inside TLS as the next client step asks for it.
 */
export interface Script {
  readonly hello?: string | Uint8Array | null;
  readonly answers?: readonly (readonly [sent: RegExp, answer: string | Uint8Array | null])[];
  /** Instead of `answers`, for protocols of bytes: an empty answer says nothing. */
  readonly reply?: (sent: Uint8Array) => Uint8Array | null;
  readonly tls?: TlsSession;
  /** What it answers inside TLS, where that is something else. */
  readonly insideTls?: Script['answers'];
}

/** What a server answers to a datagram; null is silence, `'refused'` an ICMP message. */
export type DatagramScript = (datagram: Uint8Array) => Uint8Array | readonly Uint8Array[] | 'refused' | null;

export interface Scene {
  /** One script for each connection, in order; the last one serves all further ones. */
  readonly connections?: readonly Script[];
  readonly datagrams?: DatagramScript;
  /** What comes to a broadcast of DHCP, by the message sent. */
  readonly broadcast?: (message: Uint8Array) => BroadcastAnswers;
  readonly vantage?: Vantage;
  readonly service?: IdentifiedService | null;
  readonly settings?: Partial<CheckSettings>;
  readonly port?: number;
  /** Whether the proxy of the test fetches the canary. */
  readonly canaryHits?: number;
}

const SETTINGS: CheckSettings = { zones: [], queryName: null, mayLeaveResidue: false };

/** A server that answers bytes by bytes. */
export const answering = (reply: NonNullable<Script['reply']>): Script => ({ reply });

/** Runs a check against servers that follow scripts: no socket is opened. */
export async function play(check: Check, scene: Scene): Promise<CheckResult> {
  const port = scene.port ?? check.description.ports[0] ?? 1;
  const task = {
    check,
    endpoint: { address: '192.0.2.1', port },
    service: scene.service ?? null,
    vantage: scene.vantage ?? 'outside-netns',
    settings: { ...SETTINGS, ...scene.settings },
  };
  const result = await runCheck(task, new ScriptedNetwork(scene));
  // The runner makes a verdict of any error; here it is a fault of the check.
  if (result.summary.includes('did not expect')) throw new Error(`${check.description.id}: ${result.summary}`);
  return result;
}

/** A network on which nothing is sent. */
export class ScriptedNetwork implements Network {
  readonly #scene: Scene;
  #next = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  open(meter: Meter, transcript: Transcript): ReturnType<Network['open']> {
    const { connections = [], datagrams, broadcast, canaryHits = 0 } = this.#scene;
    return {
      connect: (endpoint) => {
        meter.beginRound();
        const script = connections[Math.min(this.#next++, connections.length - 1)];
        if (script === undefined) return Promise.reject(new ConnectFailure('refused', 'ECONNREFUSED'));
        return Promise.resolve(new ScriptedConversation(endpoint, script, meter, transcript));
      },
      exchange: (endpoint, datagram, { maxAnswers, reply }): Promise<DatagramAnswers> => {
        meter.beginRound();
        meter.send(datagram.length);
        transcript.sent(datagram);
        const answer = datagrams?.(datagram) ?? null;
        if (answer === 'refused') return Promise.resolve({ answers: [], isRefused: true });
        const all = (answer === null ? [] : answer instanceof Uint8Array ? [answer] : answer).slice(0, maxAnswers);
        for (const bytes of all) {
          transcript.received(bytes);
          meter.bytesIn += bytes.length;
          const said = reply?.({ bytes, port: endpoint.port }) ?? null;
          if (said === null) continue;
          meter.send(said.length);
          transcript.sent(said);
        }
        return Promise.resolve({ answers: all.map((bytes) => ({ bytes, port: endpoint.port })), isRefused: false });
      },
      broadcastDhcp: (_, message) => {
        meter.beginRound();
        const bytes = message(0xc000_0202);
        meter.send(bytes.length);
        return Promise.resolve(broadcast?.(bytes) ?? { answers: [], whyNot: null });
      },
      openCanary: (host) =>
        Promise.resolve({ host, port: 40_000, path: '/0badcafe', token: '0badcafe0badcafe', hits: canaryHits }),
      random: (bytes) => new Uint8Array(bytes).fill(0x2a),
      close: () => undefined,
    };
  }
}

class ScriptedConversation implements Conversation {
  readonly endpoint: Endpoint;
  readonly localAddress = '192.0.2.2';
  #script: Script;
  readonly #meter: Meter;
  readonly #transcript: Transcript;
  #received: Buffer;
  #isClosed: boolean;
  ending: Ending | null = null;

  constructor(endpoint: Endpoint, script: Script, meter: Meter, transcript: Transcript) {
    this.endpoint = endpoint;
    this.#script = script;
    this.#meter = meter;
    this.#transcript = transcript;
    this.#received = Buffer.alloc(0);
    this.#isClosed = script.hello === null;
    this.#hear(script.hello ?? '');
  }

  send(data: string | Uint8Array): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : Buffer.from(data);
    if (this.#isClosed) return Promise.resolve();
    this.#meter.send(bytes.length);
    this.#transcript.sent(bytes);
    if (this.#script.reply !== undefined) {
      const answer = this.#script.reply(bytes);
      if (answer === null) this.#isClosed = true;
      else this.#hear(answer);
      return Promise.resolve();
    }
    const text = bytes.toString('latin1');
    const found = this.#script.answers?.find(([sent]) => sent.test(text));
    if (found?.[1] === null) this.#isClosed = true;
    else if (found !== undefined) this.#hear(found[1]);
    return Promise.resolve();
  }

  sendLine(text: string): Promise<void> {
    return this.send(`${text}\r\n`);
  }

  readLine(): Promise<string | null> {
    const newline = this.#received.indexOf(0x0a);
    if (newline === -1) return this.#nothing();
    const line = this.#take(newline + 1);
    return Promise.resolve(line.toString('latin1').replace(/\r?\n$/, ''));
  }

  readBytes(count: number): Promise<Uint8Array | null> {
    return this.#received.length < count ? this.#nothing() : Promise.resolve(this.#take(count));
  }

  readSome(maxBytes = 65_536): Promise<Uint8Array | null> {
    if (this.#received.length === 0) return this.#nothing();
    return Promise.resolve(this.#take(Math.min(maxBytes, this.#received.length)));
  }

  startTls(): Promise<TlsSession | null> {
    const { tls = null, insideTls } = this.#script;
    if (tls !== null && insideTls !== undefined) this.#script = { answers: insideTls };
    return Promise.resolve(tls);
  }

  note(text: string): void {
    this.#transcript.note(text);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }

  #hear(data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : Buffer.from(data);
    if (bytes.length === 0) return;
    this.#meter.bytesIn += bytes.length;
    this.#transcript.received(bytes);
    this.#received = Buffer.concat([this.#received, bytes]);
  }

  #take(count: number): Buffer {
    const taken = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return taken;
  }

  #nothing(): Promise<null> {
    this.ending = this.#isClosed ? 'closed' : 'silent';
    return Promise.resolve(null);
  }
}
