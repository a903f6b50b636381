/** One thing that was said, or happened. */
export interface TranscriptLine {
  /** Milliseconds since the check began. */
  readonly at: number;
  /** `>` sent, `<` received, `*` a note of ours. */
  readonly direction: '>' | '<' | '*';
  /** Printable: everything else is written as `\xNN`. */
  readonly text: string;
}

const MAX_LINES = 60;
const MAX_CHARACTERS = 240;

/** What is never kept: passwords and what stands for them. The pattern's first group stays, the rest goes. */
const SECRETS: readonly RegExp[] = [
  /^(PASS )[^\r\n]*/i,
  /^(AUTH \S+ )[^\r\n]*/i,
  /^((?:Proxy-)?Authorization: ?)[^\r\n]*/i,
  /^((?:Set-)?Cookie: ?)[^\r\n]*/i,
];

/** What was said, for evidence: bounded, printable, without secrets. */
export class Transcript {
  readonly #start: number;
  readonly #now: () => number;
  readonly #lines: TranscriptLine[] = [];
  readonly #maxReceived: number;
  #received = 0;
  /** Lines that are not kept. */
  #left = 0;

  /** `now`: milliseconds of a clock that never goes back. `maxReceived`: lines of the other side that are kept. */
  constructor(now: () => number, maxReceived: number = MAX_LINES) {
    this.#now = now;
    this.#start = now();
    this.#maxReceived = maxReceived;
  }

  sent(bytes: Uint8Array): void {
    this.#add('>', bytes);
  }

  received(bytes: Uint8Array): void {
    this.#add('<', bytes);
  }

  note(text: string): void {
    this.#put('*', text);
  }

  get lines(): readonly TranscriptLine[] {
    if (this.#left === 0) return this.#lines;
    return [...this.#lines, { at: this.#at(), direction: '*', text: `${this.#left} more lines are not kept` }];
  }

  /** Text line by line, anything else as one line. */
  #add(direction: '>' | '<', bytes: Uint8Array): void {
    const text = Buffer.from(bytes.subarray(0, MAX_LINES * MAX_CHARACTERS)).toString('latin1');
    for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) this.#put(direction, withoutSecret(line));
    if (bytes.length > MAX_LINES * MAX_CHARACTERS) this.#left++;
  }

  #put(direction: TranscriptLine['direction'], text: string): void {
    if (this.#lines.length >= MAX_LINES || (direction === '<' && ++this.#received > this.#maxReceived)) {
      this.#left++;
      return;
    }
    const shown = printableBytes(text);
    const cut = shown.length > MAX_CHARACTERS ? `${shown.slice(0, MAX_CHARACTERS)} ...` : shown;
    this.#lines.push({ at: this.#at(), direction, text: cut });
  }

  #at(): number {
    return Math.round(this.#now() - this.#start);
  }
}

function withoutSecret(line: string): string {
  for (const secret of SECRETS) if (secret.test(line)) return line.replace(secret, '$1[not shown]');
  return line;
}

/** Printable ASCII as it is; control characters, escapes and bytes above it as `\xNN`. */
export function printableBytes(latin1: string): string {
  return latin1.replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
