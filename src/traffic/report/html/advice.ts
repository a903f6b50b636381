import { cut, markup, type Content, type Markup } from '../../../html/markup.ts';
import type { PageKnowledge } from './page-knowledge.ts';

const TEXT_LENGTH = 2000;

/** What to do, with the command lines that the knowledge base has for it. */
export function adviceList(advice: readonly string[], pattern: string, knowledge: PageKnowledge): Markup {
  const known = knowledge.pattern(pattern)?.advice ?? [];
  const items = advice.map((text) => {
    const commands = Object.entries(known.find((one) => one.do === text)?.commands ?? {});
    return markup`<li>${cut(text, TEXT_LENGTH)}${commands.map(commandLine)}</li>`;
  });
  return markup`<ul>${items}</ul>`;
}

function commandLine([tool, line]: readonly [string, string]): Markup {
  return markup`<pre><span class="quiet">${tool}: </span><code>${line}</code></pre>`;
}

/** Documents, with a link where they have an address. */
export function referenceList(ids: readonly string[], knowledge: PageKnowledge): Markup {
  return markup`<ul>${ids.map((id) => markup`<li>${reference(id, knowledge)}</li>`)}</ul>`;
}

function reference(id: string, knowledge: PageKnowledge): Content {
  const source = knowledge.source(id);
  const title = source?.title ?? id;
  const address = source?.ref ?? id;
  if (/^https?:\/\//.test(address)) return markup`<a href="${address}" rel="noopener noreferrer">${title}</a>`;
  return address === title ? title : `${title}. ${address}`;
}
