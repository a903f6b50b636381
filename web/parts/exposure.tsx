import type { VNode } from 'preact';
import type { Exposure } from '../api/documents.ts';

/** How far a socket may be reached, as a word and a mark that differ without colour. */
const WORDS: Readonly<Record<Exposure, readonly [mark: string, word: string]>> = {
  wildcard: ['◉', 'any address'],
  public: ['◉', 'public address'],
  private: ['◎', 'private network'],
  'link-local': ['◎', 'same link'],
  loopback: ['○', 'this host only'],
  contained: ['○', 'contained'],
  peer: ['·', 'its peer only'],
  unknown: ['?', 'not known'],
};

export function exposureWord(exposure: Exposure): string {
  return WORDS[exposure][1];
}

export function ExposureWord({ exposure, reason }: { readonly exposure: Exposure; readonly reason?: string }): VNode {
  const [mark, word] = WORDS[exposure];
  return (
    <span class={`exposure reach-${exposure}`} title={reason}>
      <span aria-hidden="true">{mark} </span>
      {word}
    </span>
  );
}
