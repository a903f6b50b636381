/** Words that say nothing of what is looked for. "service" and "server" stay: they are names too, only common ones. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  (
    'a an and any are at be between by can do does for from get go how i in into is it its list me my number numbers ' +
    'of on onto or over port ports show should some tell than that the their then there thing this through to up use ' +
    'used uses using via what whats when where which who why with you your'
  ).split(' '),
);

const ASCII = /^[\u0020-\u007e]*$/;

/** Longest text that is looked at: a longer one is pasted by mistake, and the cost grows with it. */
const MAX_TEXT = 200;

/** The words of a text in lower case: runs of letters and digits, accents removed; `x.400`, `c++` and `k8s` keep together. */
export function wordsOf(text: string): string[] {
  // Nearly every text; Unicode's tables cost three times as much.
  if (ASCII.test(text)) return text.toLowerCase().match(/[a-z0-9]+(?:[.+][a-z0-9+]+)*/g) ?? [];
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
  return plain.match(/[\p{L}\p{N}]+(?:[.+][\p{L}\p{N}+]+)*/gu) ?? [];
}

/** The words of a question that are worth looking for. */
export function meantWords(text: string): string[] {
  return wordsOf(text.slice(0, MAX_TEXT)).filter((word) => !EMPTY_WORDS.has(word));
}

/** The words of a question that are worth looking for; all of them when none is. */
export function askedWords(text: string): string[] {
  const meant = meantWords(text);
  return meant.length > 0 ? meant : wordsOf(text.slice(0, MAX_TEXT));
}
