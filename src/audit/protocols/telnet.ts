/** RFC 854. */
const SE = 240;
const SB = 250;
const WILL = 251;
const WONT = 252;
const DO = 253;
const DONT = 254;
const IAC = 255;

/** The IANA registry "Telnet Options", those that a server of ours may ask for. */
const OPTION_NAMES: Readonly<Record<number, string>> = {
  0: 'BINARY',
  1: 'ECHO',
  3: 'SGA',
  5: 'STATUS',
  6: 'TIMING-MARK',
  24: 'TERMINAL-TYPE',
  31: 'NAWS',
  32: 'TERMINAL-SPEED',
  33: 'FLOW-CONTROL',
  34: 'LINEMODE',
  35: 'X-DISPLAY',
  36: 'ENVIRON',
  37: 'AUTHENTICATION',
  38: 'ENCRYPT',
  39: 'NEW-ENVIRON',
  46: 'START_TLS',
};

/**
 * A client that wants nothing: it refuses every option once, so that no two sides can go on refusing each other (RFC 854),
 * and keeps the text. Bytes may come in pieces of any size.
 */
export class TelnetRefuser {
  /** What the server offered or asked for, by name. */
  readonly options = new Set<string>();
  /** Text without commands, as Latin-1. */
  text = '';
  readonly #refused = new Set<string>();
  #rest: readonly number[] = [];

  /** Takes what was received; what has to be sent back. */
  take(received: Uint8Array): Uint8Array {
    const bytes = [...this.#rest, ...received];
    const answer: number[] = [];
    let at = 0;
    while (at < bytes.length) {
      const length = this.#step(bytes, at, answer);
      if (length === 0) break;
      at += length;
    }
    this.#rest = bytes.slice(at);
    return Uint8Array.from(answer);
  }

  /** Length of what stands there; 0 where it is not whole yet. */
  #step(bytes: readonly number[], at: number, answer: number[]): number {
    const byte = bytes[at] ?? 0;
    if (byte !== IAC) {
      // NUL follows a bare carriage return and means nothing (RFC 854, "NVT printer").
      if (byte !== 0) this.text += String.fromCharCode(byte);
      return 1;
    }
    const command = bytes[at + 1];
    if (command === undefined) return 0;
    if (command === IAC) {
      this.text += '\xff';
      return 2;
    }
    if (command === SB) {
      for (let end = at + 2; end + 1 < bytes.length; end++) {
        if (bytes[end] === IAC && bytes[end + 1] === SE) return end + 2 - at;
      }
      return 0;
    }
    if (command < WILL) return 2;
    const option = bytes[at + 2];
    if (option === undefined) return 0;
    this.#refuse(command, option, answer);
    return 3;
  }

  #refuse(command: number, option: number, answer: number[]): void {
    if (command === WONT || command === DONT) return;
    this.options.add(OPTION_NAMES[option] ?? `option ${option}`);
    const reply = command === WILL ? DONT : WONT;
    const key = `${reply} ${option}`;
    if (this.#refused.has(key)) return;
    this.#refused.add(key);
    answer.push(IAC, command === DO ? WONT : DONT, option);
  }
}

export type Prompt = 'login' | 'shell';

/** What the text ends with, where it waits for somebody: a question for a name or password, or a command's prompt. */
export function promptOf(text: string): Prompt | null {
  const last =
    text
      .replace(/\x1b\[[0-9;?]{0,16}[A-Za-z]/g, '')
      .split(/[\r\n]/)
      .at(-1)
      ?.trim()
      .slice(-200) ?? '';
  if (/(?:login|user ?name|user|account|pass(?:word|code)|kennwort|benutzer)(?: [a-z]{1,12})?\s?[:>]$/i.test(last))
    return 'login';
  return /(?:^|\S)[>#$%]$|\s[#$]$/.test(last) ? 'shell' : null;
}
