import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../../html/read-page.fixture.ts';
import { aFinding, anInput, aPage, FEW_FACTS } from './report.fixture.ts';
import { renderTrafficPage } from './traffic-page.ts';

/** A page with the same text of somebody else wherever one can stand. */
function pageOf(text: string): string {
  const finding = aFinding({
    title: text,
    subject: text,
    who: [{ name: text, events: 1 }],
    targets: [{ name: text, events: 0 }],
    ports: [{ name: text, events: 1 }],
    why: [text],
    tools: [text],
    limits: [text],
    query: text,
    records: [{ input: 0, record: 1, offset: 0, time: null, text }],
  });
  const input = anInput({ name: text, format: text, others: [text], notes: [text], foreign: { [text]: 1 } });
  const page = aPage([finding], {
    inputs: [input],
    noise: [{ pattern: 'sweep', title: 'noise', events: 1, label: text }],
    unexplainedPorts: [{ port: text, events: 1 }],
    roles: { [text]: 1 },
    cannotTell: [text],
    limits: [text],
  });
  return renderTrafficPage({ ...page, host: text }, FEW_FACTS);
}

/** Names of elements and attributes, in the order of the page. */
function skeleton(page: string): string[] {
  return readPage(page).tags.map(({ name, attributes }) => [name, ...attributes.keys()].join(' '));
}

const PIECES = [
  '</pre><script>alert(1)</script>',
  '" onmouseover="alert(1)',
  "' autofocus onfocus='",
  '<!--',
  ']]>',
  '</style>',
  '</title>',
  '&lt;',
  '&#x3c;',
  '\u001b[31m',
  '\u202e',
  '\u0000',
  '\ud800',
  '`${x}`',
  'javascript:',
];

describe('text of attackers', () => {
  const hostile = fc.oneof(
    fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }),
  );

  it('never becomes markup, and never hides or turns what is read', () => {
    const plain = skeleton(pageOf('x'));
    expect(plain.length).toBeGreaterThan(100);
    fc.assert(
      fc.property(hostile, (text) => {
        const page = pageOf(text);
        expect(skeleton(page)).toEqual(plain);
        expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 200 },
    );
  });

  it('is shown as it stands, where it can be shown', () => {
    const text = `</pre><b a='1' c="2">&amp; ü 中`;
    expect(readPage(pageOf(text)).text.split(text).length).toBeGreaterThan(10);
    expect(readPage(pageOf('a\u001b[31mb\u202ec')).text).toContain('a\\x1b[31mb\\u202ec');
  });
});
