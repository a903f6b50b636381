/** A Ruby pattern, as recog writes them, in JavaScript. */
export interface ConvertedPattern {
  readonly source: string;
  /** Of `i`, `m`, `s`. */
  readonly flags: string;
}

const POSIX: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

/**
 * `flags` as recog's files name them: REG_ICASE, REG_DOT_NEWLINE, REG_MULTILINE. Null where the pattern uses what
 * JavaScript has not. Ruby's `(?m)` lets the dot take line ends, as JavaScript's `s` does; its `^` and `$` hold at every
 * line, always (Onigmo's doc/RE, sections 5 and 7).
 */
export function convertRubyPattern(pattern: string, flags: string): ConvertedPattern | null {
  let isBothCases = flags.includes('REG_ICASE');
  let doesDotTakeLines = flags.includes('REG_DOT_NEWLINE') || flags.includes('REG_MULTILINE');
  let rest = pattern;
  const raise = (letters: string): void => {
    isBothCases ||= letters.includes('i');
    doesDotTakeLines ||= letters.includes('m');
  };
  const leading = /^(\^?)\(\?([im]+)\)/.exec(rest);
  if (leading !== null) {
    raise(leading[2] ?? '');
    rest = (leading[1] ?? '') + rest.slice(leading[0].length);
  }
  // A flag for a part of the pattern is widened to all of it: JavaScript of our Node versions has none for parts.
  rest = rest.replace(/\(\?([im]+):/g, (_, letters: string) => {
    raise(letters);
    return '(?:';
  });
  const source = convertBody(rest);
  if (source === null) return null;
  return { source, flags: `${isBothCases ? 'i' : ''}m${doesDotTakeLines ? 's' : ''}` };
}

function convertBody(pattern: string): string | null {
  let converted = '';
  let isInClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === '\\') {
      const escaped = convertEscape(pattern[++at] ?? '', isInClass);
      if (escaped === null) return null;
      converted += escaped;
      continue;
    }
    if (isInClass) {
      const posix = /^\[:(\w+):\]/.exec(pattern.slice(at, at + 12));
      const members = POSIX[posix?.[1] ?? ''];
      if (posix !== null && members !== undefined) {
        converted += members;
        at += posix[0].length - 1;
        continue;
      }
      if (character === '[') return null;
      isInClass = character !== ']';
    } else if (character === '[') {
      isInClass = true;
      // A ] that stands first is a member.
      const first = /^\[\^?\]/.exec(pattern.slice(at, at + 3))?.[0];
      if (first !== undefined) {
        converted += `${first.slice(0, -1)}\\]`;
        at += first.length - 1;
        continue;
      }
    } else if (pattern.startsWith('(?>', at)) {
      return null;
    } else if (/^[*+?}]\+/.test(pattern.slice(at, at + 2))) {
      return null;
    }
    converted += character;
  }
  return converted;
}

function convertEscape(character: string, isInClass: boolean): string | null {
  if (character === 'A') return isInClass ? 'A' : '(?<![\\s\\S])';
  if (character === 'z' || character === 'Z') return isInClass ? character : '(?![\\s\\S])';
  if (character === 'h') return isInClass ? '0-9A-Fa-f' : '[0-9A-Fa-f]';
  if (character === '' || /[GKRXp]/.test(character)) return null;
  return `\\${character}`;
}
