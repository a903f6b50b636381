import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Meter } from '../conversation/budget.ts';
import { ConnectFailure, type Conversation, type Ending, type TlsSession } from '../conversation/conversation.ts';
import type { Transcript } from '../conversation/transcript.ts';
import { formatEndpoint, type Endpoint } from '../endpoint.ts';
import type { Guard } from './guard.ts';
import { isSelfConnection } from './self-connection.ts';
import { describeTls } from './tls-session.ts';

/** Longer than any line a protocol of ours allows: SMTP 512 (RFC 5321 4.5.3.1.5), SSH 255, HTTP has no limit. */
const MAX_LINE = 4096;
const DEFAULT_WAIT = 5000;
const CONNECT_WAIT = 4000;

export interface ConversationSettings {
  readonly guard: Guard;
  readonly meter: Meter;
  readonly transcript: Transcript;
  readonly tls: boolean;
}

/** Connects. Throws ScopeRefusal before anything is sent, ConnectFailure, BudgetExceeded. */
export async function openConversation(endpoint: Endpoint, settings: ConversationSettings): Promise<Conversation> {
  settings.guard.permit(endpoint.address);
  settings.meter.beginRound();
  settings.transcript.note(`connects to ${formatEndpoint(endpoint)}`);
  const socket = await connected(endpoint, Math.min(CONNECT_WAIT, settings.meter.left));
  if (isSelfConnection({ address: socket.localAddress, port: socket.localPort }, endpoint)) {
    socket.resetAndDestroy();
    throw new ConnectFailure('refused', 'nothing listens: the connection met itself');
  }
  const conversation = new TcpConversation(endpoint, socket, settings);
  if (settings.tls && (await conversation.startTls()) === null) {
    throw new ConnectFailure('failed', 'no TLS could be agreed on');
  }
  return conversation;
}

function connected(endpoint: Endpoint, waitMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: endpoint.address, port: endpoint.port, noDelay: true });
    const fail = (kind: ConnectFailure['kind'], message: string): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new ConnectFailure(kind, message));
    };
    const timer = setTimeout(() => fail('silent', `no answer within ${waitMs} ms`), waitMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => fail(kindOf(error.code), error.code ?? error.message));
  });
}

function kindOf(code: string | undefined): ConnectFailure['kind'] {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'refused';
  return code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EACCES' || code === 'EPERM'
    ? 'unreachable'
    : 'failed';
}

class TcpConversation implements Conversation {
  readonly endpoint: Endpoint;
  readonly localAddress: string;
  readonly #meter: Meter;
  readonly #transcript: Transcript;
  #socket: Socket | TLSSocket;
  #received = Buffer.alloc(0);
  #ending: Ending | null = null;
  /** The socket has ended, though bytes may be left to read. */
  #isOver = false;
  #wake: (() => void) | null = null;

  constructor(endpoint: Endpoint, socket: Socket, { meter, transcript }: ConversationSettings) {
    this.endpoint = endpoint;
    this.localAddress = socket.localAddress ?? '';
    this.#meter = meter;
    this.#transcript = transcript;
    this.#socket = socket;
    this.#listen();
  }

  get ending(): Ending | null {
    return this.#ending;
  }

  async send(data: string | Uint8Array): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
    // Silence is no end: who says nothing may be asked.
    if (this.#isOver || (this.#ending !== null && this.#ending !== 'silent')) return;
    this.#ending = null;
    this.#meter.send(bytes.length);
    this.#transcript.sent(bytes);
    await new Promise<void>((resolve) => {
      // A peer that reads nothing fills its window: then writing waits, and the check's time is what ends it.
      const timer = setTimeout(resolve, Math.min(this.#meter.left, DEFAULT_WAIT));
      this.#socket.write(bytes, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  sendLine(text: string): Promise<void> {
    return this.send(`${text}\r\n`);
  }

  async readLine(waitMs = DEFAULT_WAIT): Promise<string | null> {
    const until = this.#deadline(waitMs);
    for (;;) {
      const newline = this.#received.indexOf(0x0a);
      if (newline > MAX_LINE || (newline === -1 && this.#received.length > MAX_LINE)) return this.#end('too-much');
      if (newline !== -1) {
        const line = this.#take(newline + 1);
        return line.subarray(0, newline > 0 && line[newline - 1] === 0x0d ? newline - 1 : newline).toString('latin1');
      }
      if (!(await this.#more(until))) return null;
    }
  }

  async readBytes(count: number, waitMs = DEFAULT_WAIT): Promise<Uint8Array | null> {
    const until = this.#deadline(waitMs);
    while (this.#received.length < count) if (!(await this.#more(until))) return null;
    return this.#take(count);
  }

  async readSome(maxBytes = 65_536, waitMs = DEFAULT_WAIT): Promise<Uint8Array | null> {
    if (this.#received.length === 0 && !(await this.#more(this.#deadline(waitMs)))) return null;
    return this.#take(Math.min(maxBytes, this.#received.length));
  }

  async startTls(): Promise<TlsSession | null> {
    if (this.#isOver) return null;
    const plain = this.#socket;
    plain.removeAllListeners('data');
    plain.removeAllListeners('end');
    // What came in clear before the handshake must not be taken for what came inside (CVE-2011-0411).
    this.#received = Buffer.alloc(0);
    const session = await new Promise<TlsSession | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), Math.min(DEFAULT_WAIT, this.#meter.left));
      // Old servers are what an audit looks for: everything OpenSSL still knows is offered, and nothing is believed of it.
      const tls = connectTls({
        socket: plain,
        rejectUnauthorized: false,
        minVersion: 'TLSv1',
        ciphers: 'ALL:@SECLEVEL=0',
      });
      tls.once('secureConnect', () => {
        clearTimeout(timer);
        this.#socket = tls;
        resolve(describeTls(tls));
      });
      const fail = (): void => {
        clearTimeout(timer);
        resolve(null);
      };
      tls.once('error', fail);
      tls.once('close', fail);
    });
    if (session === null) {
      this.note('no TLS could be agreed on');
      this.#end('closed');
      this.#socket.destroy();
      return null;
    }
    this.note(`TLS: ${session.protocol}, ${session.cipher}`);
    this.#listen();
    return session;
  }

  note(text: string): void {
    this.#transcript.note(text);
  }

  close(): Promise<void> {
    this.#isOver = true;
    this.#socket.destroy();
    return Promise.resolve();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    const over = (): void => {
      this.#isOver = true;
      this.#wake?.();
    };
    socket.on('end', over);
    socket.on('error', over);
    socket.on('close', over);
  }

  #receive(chunk: Buffer): void {
    const taken = chunk.subarray(0, this.#meter.roomIn);
    this.#meter.bytesIn += taken.length;
    this.#transcript.received(taken);
    this.#received = Buffer.concat([this.#received, taken]);
    if (taken.length < chunk.length) {
      this.#end('too-much');
      this.#socket.destroy();
    }
    this.#wake?.();
  }

  /** Waits for more; false when none came. */
  async #more(until: number): Promise<boolean> {
    if (this.#ending === 'too-much') return false;
    if (this.#isOver) {
      this.#end('closed');
      return false;
    }
    const left = until - performance.now();
    if (left <= 0) {
      this.#end(this.#meter.left === 0 ? 'out-of-time' : 'silent');
      return false;
    }
    const before = this.#received.length;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
    return this.#received.length > before || this.#more(until);
  }

  #deadline(waitMs: number): number {
    return performance.now() + Math.min(waitMs, this.#meter.left);
  }

  #take(count: number): Buffer {
    const taken = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    // Silence before this was no end: the conversation goes on.
    if (this.#ending === 'silent') this.#ending = null;
    return taken;
  }

  #end(ending: Ending): null {
    this.#ending = ending;
    return null;
  }
}
