import { markup, ownMarkup, type Content } from './markup.ts';
import { PAGE_POLICY } from './page-policy.ts';
import { STYLE } from './style.ts';

/** A section of a page: its anchor, its heading, what stands in it. */
export type PagePart = readonly [id: string, title: string, content: Content];

/** What all pages of reports are, apart from what they tell. */
export interface PageFrame {
  /** Of the window, as plain text. */
  readonly title: string;
  readonly heading: string;
  /** What it is about, when and where it was made, in a line. */
  readonly about: Content;
  /** All of it in a sentence or two, for who reads no further. */
  readonly lead: Content;
  readonly parts: readonly PagePart[];
  /** `Portolan 0.1.0`. */
  readonly maker: string;
}

/** One HTML page that needs nothing else and runs nothing: every report is framed by it. */
export function pageDocument({ title, heading, about, lead, parts, maker }: PageFrame): string {
  const page = markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${ownMarkup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<h1>${heading}</h1>
<p class="quiet">${about}</p>
${lead}
</header>
<nav class="contents" aria-label="Contents"><ul>${parts.map(([id, name]) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="main">
${parts.map(([id, name, content]) => markup`<section id="${id}" aria-labelledby="head-${id}">\n<h2 id="head-${id}">${name}</h2>\n${content}\n</section>\n`)}
</main>
<footer>Made by ${maker}. This page needs no network and no script; what is unfolded is what is printed.</footer>
</body>
</html>
`;
  return `<!doctype html>\n${page.toString()}`;
}
