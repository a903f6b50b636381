/** A key as the screen knows it: the character itself, or a name. */
export type Key =
  | { readonly name: 'character'; readonly text: string }
  | {
      readonly name:
        | 'up'
        | 'down'
        | 'page-up'
        | 'page-down'
        | 'home'
        | 'end'
        | 'enter'
        | 'escape'
        | 'backspace'
        | 'clear'
        | 'interrupt'
        | 'suspend'
        | 'redraw'
        | 'other';
    };
type Name = Key['name'];

/** ECMA-48 sequences that terminals send, in their normal and application modes. */
const SEQUENCES: Readonly<Record<string, Name>> = {
  '[A': 'up',
  '[B': 'down',
  OA: 'up',
  OB: 'down',
  '[5~': 'page-up',
  '[6~': 'page-down',
  '[H': 'home',
  '[F': 'end',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
};

const CONTROLS: Readonly<Record<string, Name>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u0003': 'interrupt',
  '\u001a': 'suspend',
  '\u0015': 'clear',
  '\u000c': 'redraw',
};

const ESCAPE = '\u001b';
/** What follows ESC in a sequence: CSI (with its parameters, and `[[` of the Linux console), SS3, or one character. */
const SEQUENCE = /^\u001b(\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[ -~])/;

/** Reads what a terminal sent at once; a sequence does not come in pieces from a person's hand. */
export function readKeys(text: string): Key[] {
  const keys: Key[] = [];
  for (let rest = text; rest !== '';) {
    const sequence = SEQUENCE.exec(rest);
    if (sequence !== null) {
      keys.push(named(SEQUENCES[sequence[1] ?? ''] ?? 'other'));
      rest = rest.slice(sequence[0].length);
      continue;
    }
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    rest = rest.slice(character.length);
    if (character === ESCAPE) keys.push(named('escape'));
    else if (character < ' ' || character === '\u007f') keys.push(named(CONTROLS[character] ?? 'other'));
    else keys.push({ name: 'character', text: character });
  }
  return keys;
}

function named(name: Name): Key {
  return name === 'character' ? { name, text: '' } : { name };
}
