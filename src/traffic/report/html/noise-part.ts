import { percent, plural } from '../../words.ts';
import type { NoiseShare } from '../traffic-report.ts';
import { adviceList } from './advice.ts';
import { cut, markup, type Content, type Markup } from '../../../html/markup.ts';
import type { PageKnowledge } from './page-knowledge.ts';
import { Room } from '../../../html/room.ts';

/** Beyond it the command that explains a rule has to do. */
const BYTES = 150_000;

/** What the harmless part is made of, who writes it into the log, and how to stop that. */
export function noisePart(noise: readonly NoiseShare[], events: number, knowledge: PageKnowledge): Markup {
  if (noise.length === 0) return markup`<p>Nothing was recognised as harmless noise.</p>`;
  const room = new Room(BYTES);
  const shares = noise.map(({ pattern, title, events: count, label }, place) => {
    const meaning = room.take(() => meaningOf(pattern, knowledge));
    return markup`<details${place === 0 ? markup` open` : null}><summary><b>${percent(count, events)}</b> ${title} <span class="quiet">${plural(count, 'event')}${writer(label)}</span></summary>
<div class="inside">${meaning}<p class="quiet">What it rests on: <code>portolan traffic --explain-rule ${pattern}</code></p></div></details>
`;
  });
  return markup`<p>These records show nothing to act on. Not logging them makes the rest easier to see; unfold one for how.</p>
${shares}`;
}

/** What it is, and how to stop it or its being logged. */
function meaningOf(pattern: string, knowledge: PageKnowledge): Markup {
  const known = knowledge.pattern(pattern);
  if (known === null) return markup``;
  const advice = known.advice.map((one) => one.do);
  return markup`<p>${known.meaning.text}</p><h3>What to do</h3>${adviceList(advice, pattern, knowledge)}`;
}

function writer(label: string): Content {
  return label === '' ? null : markup`, most of them logged by <code>${cut(label, 200)}</code>`;
}
