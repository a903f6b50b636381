import { CharacterSet, type PatternNode } from './pattern-tree.ts';

/** The pattern uses something whose cost nobody has bounded: a backreference, or what is not known to us. */
export class UnknownPattern extends Error {
  override readonly name = 'UnknownPattern';
}

const DIGIT = new CharacterSet().add(0x30, 0x39);
const WORD = new CharacterSet().add(0x30, 0x39).add(0x41, 0x5a).add(0x61, 0x7a).add(0x5f);
const SPACE = new CharacterSet().add(0x09, 0x0d).add(0x20).add(0xa0).add(0xff);
const NEWLINE = new CharacterSet().add(0x0a).add(0x0d);
const CLASSES: Readonly<Record<string, CharacterSet>> = {
  d: DIGIT,
  D: DIGIT.inverted(),
  w: WORD,
  W: WORD.inverted(),
  s: SPACE,
  S: SPACE.inverted(),
};
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 };

/** Reads a JavaScript regular expression without the flags `u` and `v`. Throws UnknownPattern. */
export function parsePattern(source: string, flags: string): PatternNode {
  return new Parser(source, flags).parse();
}

class Parser {
  readonly #source: string;
  readonly #isBothCases: boolean;
  readonly #dot: CharacterSet;
  #at = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#isBothCases = flags.includes('i');
    this.#dot = flags.includes('s') ? CharacterSet.all() : NEWLINE.inverted();
  }

  parse(): PatternNode {
    const node = this.#choice();
    if (this.#at < this.#source.length) throw new UnknownPattern(`there is a ) too many at ${this.#at}`);
    return node;
  }

  #choice(): PatternNode {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#at < this.#source.length && this.#peek() !== '|' && this.#peek() !== ')') {
      parts.push(this.#repeated(this.#atom()));
    }
    return { kind: 'sequence', parts };
  }

  #repeated(part: PatternNode): PatternNode {
    const match = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(this.#source.slice(this.#at, this.#at + 24));
    if (match === null) return part;
    this.#at += match[0].length;
    const [, sign, least, comma, most] = match;
    if (sign !== undefined) {
      return { kind: 'repeat', part, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
    }
    const min = Number(least);
    const max = comma === undefined ? min : most === '' ? Number.POSITIVE_INFINITY : Number(most);
    return { kind: 'repeat', part, min, max };
  }

  #atom(): PatternNode {
    const character = this.#next();
    if (character === '(') return this.#group();
    if (character === '[') return this.#set(this.#class());
    if (character === '.') return this.#set(this.#dot);
    if (character === '^' || character === '$') return { kind: 'place', isStart: character === '^' };
    if (character === '*' || character === '+' || character === '?') {
      throw new UnknownPattern(`nothing to repeat at ${this.#at - 1}`);
    }
    if (character !== '\\') return this.#set(new CharacterSet().add(character.charCodeAt(0)));
    if (this.#peek() === 'b' || this.#peek() === 'B') {
      this.#at++;
      return { kind: 'place', isStart: false };
    }
    return this.#set(this.#escaped());
  }

  #group(): PatternNode {
    const head = /^\?(?:[:]|<?[=!]|<\w+>)/.exec(this.#source.slice(this.#at, this.#at + 60))?.[0] ?? '';
    if (head === '' && this.#peek() === '?') throw new UnknownPattern(`a group of unknown kind at ${this.#at}`);
    this.#at += head.length;
    const part = this.#choice();
    if (!this.#take(')')) throw new UnknownPattern('a ( is not closed');
    return /[=!]$/.test(head) ? { kind: 'look', part } : part;
  }

  #class(): CharacterSet {
    const isInverted = this.#take('^');
    const set = new CharacterSet();
    while (!this.#take(']')) {
      const low = this.#member();
      if (low.code === null || this.#peek() !== '-' || this.#source[this.#at + 1] === ']') {
        set.addAll(low.set);
        continue;
      }
      this.#at++;
      const high = this.#member();
      if (high.code === null) set.addAll(low.set).addAll(high.set).add(0x2d);
      else set.add(low.code, high.code);
    }
    // The case is folded before the class is inverted: /[^a]/i takes no A.
    const folded = this.#isBothCases ? set.withBothCases() : set;
    return isInverted ? folded.inverted() : folded;
  }

  /** A member of a class: a character, with its code, or a class such as `\d`. */
  #member(): { readonly set: CharacterSet; readonly code: number | null } {
    const character = this.#next();
    if (character !== '\\') return single(character.charCodeAt(0));
    if (this.#take('b')) return single(8);
    const before = this.#at;
    const set = this.#escaped();
    return CLASSES[this.#source[before] ?? ''] === set ? { set, code: null } : { set, code: codeOf(set) };
  }

  #escaped(): CharacterSet {
    const character = this.#next();
    const known = CLASSES[character];
    if (known !== undefined) return known;
    const control = CONTROLS[character];
    if (control !== undefined && !(character === '0' && /\d/.test(this.#peek())))
      return new CharacterSet().add(control);
    if (/[0-9k]/.test(character)) throw new UnknownPattern(`a backreference or octal number at ${this.#at}`);
    const digits = character === 'x' ? 2 : character === 'u' ? 4 : 0;
    const hexadecimal = this.#source.slice(this.#at, this.#at + digits);
    if (digits > 0 && /^[0-9a-f]+$/i.test(hexadecimal) && hexadecimal.length === digits) {
      this.#at += digits;
      return new CharacterSet().add(Number.parseInt(hexadecimal, 16));
    }
    if (/[pPc]/.test(character)) throw new UnknownPattern(`\\${character} is not known here`);
    return new CharacterSet().add(character.charCodeAt(0));
  }

  #set(set: CharacterSet): PatternNode {
    return { kind: 'set', set: this.#isBothCases ? set.withBothCases() : set };
  }

  #peek(): string {
    return this.#source[this.#at] ?? '';
  }

  #next(): string {
    const character = this.#source[this.#at++];
    if (character === undefined) throw new UnknownPattern('it ends too early');
    return character;
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }
}

function single(code: number): { readonly set: CharacterSet; readonly code: number } {
  return { set: new CharacterSet().add(code), code };
}

function codeOf(set: CharacterSet): number {
  for (let code = 0; code < 256; code++) if (set.has(code)) return code;
  return 0;
}
