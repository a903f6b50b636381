import { formatCount, percent } from '../../words.ts';
import type { NoiseShare } from '../traffic-report.ts';
import { adviceList } from './advice.ts';
import { cut, markup, type Content, type Markup } from './markup.ts';
import type { PageKnowledge } from './page-knowledge.ts';

/** What the harmless part is made of, who writes it into the log, and how to stop that. */
export function noisePart(noise: readonly NoiseShare[], events: number, knowledge: PageKnowledge): Markup {
  if (noise.length === 0) return markup`<p>Nothing was recognised as harmless noise.</p>`;
  return markup`<p>These records show nothing to act on. Not logging them makes the rest easier to see.</p>
${noise.map((share) => shareOf(share, events, knowledge))}`;
}

function shareOf({ pattern, title, events, label }: NoiseShare, all: number, knowledge: PageKnowledge): Markup {
  const known = knowledge.pattern(pattern);
  return markup`<details><summary><b>${percent(events, all)}</b> ${title} <span class="quiet">${formatCount(events)} events${writer(label)}</span></summary>
<div class="inside">${
    known === null
      ? null
      : markup`<p>${known.meaning.text}</p><h4>What to do</h4>${adviceList(
          known.advice.map((advice) => advice.do),
          pattern,
          knowledge,
        )}`
  }<p class="quiet">What it rests on: <code>portolan traffic --explain-rule ${pattern}</code></p></div></details>
`;
}

function writer(label: string): Content {
  return label === '' ? null : markup`, most of them logged by <code>${cut(label, 200)}</code>`;
}
