/** Colours by what they say, never by themselves: a word or sign always says it too. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly danger: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly good: (text: string) => string;
}

/** https://no-color.org: any value but the empty one switches colour off; FORCE_COLOR on. A dumb terminal has none. */
export function wantsColor(environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const forced = environment['FORCE_COLOR'] ?? '';
  if (forced !== '') return forced !== '0';
  return isTerminal && environment['TERM'] !== 'dumb';
}

/** SGR codes: on, off. The sixteen basic colours follow the user's own palette. */
const SGR = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39], green: [32, 39] } as const;

export function createStyle(color: boolean): Style {
  const paint = (name: keyof typeof SGR) => {
    const [on, off] = SGR[name];
    return (text: string): string => (color && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  };
  const [bold, red] = [paint('bold'), paint('red')];
  return {
    strong: bold,
    dim: paint('dim'),
    danger: (text) => bold(red(text)),
    warning: paint('yellow'),
    good: paint('green'),
  };
}
