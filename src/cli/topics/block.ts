/** A piece of a topic: a paragraph; a heading; lines that are never wrapped; or words, each with what it means. */
export type Block =
  | string
  | { readonly heading: string }
  | { readonly lines: readonly string[] }
  | { readonly rows: readonly (readonly [word: string, meaning: string])[] };
