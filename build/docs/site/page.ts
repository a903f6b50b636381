import { posix } from 'node:path';
import { Marked, type Tokens } from 'marked';
import { escapeText, markup, ownMarkup, type Content } from '../../../src/html/markup.ts';
import { Anchors } from './anchors.ts';

/** A page of the site. */
export interface SitePage {
  /** `howto/exposed.html` */
  readonly path: string;
  readonly title: string;
  readonly html: string;
}

interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly anchor: string;
}

/** Pages with more parts than this have a list of them at their head. */
const FEW_PARTS = 3;

/** `howto/exposed.md` to `howto/exposed.html`; the start page is index.html. */
export function addressOf(name: string): string {
  return name === 'README.md' ? 'index.html' : name.replace(/\.md$/, '.html');
}

/** Writes every page of Markdown as HTML, each with the way to the others. */
export function renderSite(pages: ReadonlyMap<string, string>): SitePage[] {
  const ways = navigation(pages.get('README.md') ?? '');
  return [...pages].map(([name, text]) => {
    const { title, headings, body } = renderBody(text);
    const up = '../'.repeat(name.split('/').length - 1);
    const parts = headings.filter(({ depth }) => depth === 2);
    const html = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · Portolan</title>
<link rel="stylesheet" href="${up}docs.css">
</head>
<body>
<a class="skip" href="#text">Skip to the text</a>
<nav aria-label="Pages">
<p class="home"><a href="${up}index.html">Portolan</a></p>
${ways.map((way) => menuOf(way, name, up))}</nav>
<main id="text">
${beforeParts(body)}${parts.length > FEW_PARTS ? contents(parts) : null}${afterHead(body)}
</main>
</body>
</html>
`;
    return { path: addressOf(name), title, html: html.toString() };
  });
}

interface Way {
  readonly heading: string;
  readonly pages: readonly { readonly title: string; readonly name: string }[];
}

/** What the start page lists is what every page leads to. */
function navigation(start: string): Way[] {
  return start
    .split(/^## /m)
    .slice(1)
    .map((part) => ({
      heading: part.slice(0, part.indexOf('\n')),
      pages: [...part.matchAll(/^- \[([^\]]+)\]\(([^)#]+\.md)\)/gm)].map(([, title = '', name = '']) => ({
        title,
        name,
      })),
    }));
}

function menuOf({ heading, pages }: Way, here: string, up: string): Content {
  return markup`<p>${heading}</p>
<ul>
${pages.map(
  ({ title, name }) =>
    markup`<li><a href="${up}${addressOf(name)}"${name === here ? ownMarkup(' aria-current="page"') : null}>${title}</a></li>
`,
)}</ul>
`;
}

function contents(parts: readonly Heading[]): Content {
  return markup`<details class="contents"${parts.length <= 12 ? ownMarkup(' open') : null}><summary>On this page</summary>
<ul>
${parts.map(({ text, anchor }) => markup`<li><a href="#${anchor}">${text}</a></li>\n`)}</ul>
</details>
`;
}

interface Body {
  readonly title: string;
  readonly headings: readonly Heading[];
  readonly body: string;
}

function renderBody(text: string): Body {
  const anchors = new Anchors();
  const headings: Heading[] = [];
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const inner = this.parser.parseInline(tokens);
        const plain = this.parser.parseInline(tokens, this.parser.textRenderer);
        const heading = { depth, text: unescaped(plain), anchor: anchors.of(unescaped(plain)) };
        headings.push(heading);
        return `<h${depth} id="${escapeText(heading.anchor)}"><a class="anchor" href="#${escapeText(heading.anchor)}">${inner}</a></h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        return `<a href="${escapeText(linkOf(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      code({ text: content, lang }: Tokens.Code) {
        const kind = lang === 'sh' ? 'sh' : 'text';
        return `<pre class="${kind}" tabindex="0"><code>${escapeText(content).replaceAll(String.raw`\x0a`, '\n')}</code></pre>\n`;
      },
      // What pages say to the tests.
      html: () => '',
    },
  });
  const body = marked
    .parse(text, { async: false })
    .replace(/<table>/g, '<div class="table" tabindex="0"><table>')
    .replace(/<\/table>/g, '</table></div>');
  return { title: headings[0]?.text ?? 'Portolan', headings, body };
}

/** Links between pages of Markdown are links between pages of the site. */
function linkOf(href: string): string {
  const [, path = '', anchor = ''] = /^([^#]*)(#.*)?$/.exec(href) ?? [];
  if (/^[a-z]+:/.test(href) || !path.endsWith('.md')) return href;
  const folder = posix.dirname(path);
  const address = addressOf(posix.basename(path));
  return `${folder === '.' ? '' : `${folder}/`}${address}${anchor}`;
}

function unescaped(html: string): string {
  return html.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
  );
}

/** The title and what stands before the first part. */
function beforeParts(body: string): Content {
  return ownMarkup(body.slice(0, firstPart(body)));
}

function afterHead(body: string): Content {
  return ownMarkup(body.slice(firstPart(body)));
}

function firstPart(body: string): number {
  const at = body.indexOf('<h2 ');
  return at === -1 ? body.length : at;
}
