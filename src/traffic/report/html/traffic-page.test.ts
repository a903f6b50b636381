import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../../findings/finding.ts';
import { ownKnowledge } from '../../../knowledge/compiled-knowledge.fixture.ts';
import { pageKnowledge, type PageKnowledge } from './page-knowledge.ts';
import { readPage, type ReadPage } from '../../../html/read-page.fixture.ts';
import { aFinding, anInput, aPage, FEW_FACTS } from './report.fixture.ts';
import { STYLE, STYLE_HASH } from '../../../html/style.ts';
import { renderTrafficPage, type TrafficPage } from './traffic-page.ts';

function render(page: TrafficPage = aPage(), knowledge = FEW_FACTS): ReadPage {
  return readPage(renderTrafficPage(page, knowledge));
}

const named = ({ tags }: ReadPage, name: string) => tags.filter((tag) => tag.name === name);

describe('the page of a report', () => {
  it('is read in this order: what was read, how much is understood, when, noise, findings, limits', () => {
    const { text } = render();
    const marks = [
      '10,000 events in 12 h',
      '3, first at record 12',
      '42.1 %',
      'the highest 8,000',
      'Calls of the neighbours',
      '203.0.113.7: tried 61 ports of 3 hosts',
      'groups were forgotten',
    ];
    const places = marks.map((mark) => text.lastIndexOf(mark));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('says what became of every record', () => {
    const { text } = render();
    expect(text).toContain('3, first at record 12; 4,500');
    expect(text).toContain('400 of sshd, 2 headers or comments');
    expect(text).toContain('the last line is cut short');
    const parts = ['50.0 %', '42.1 %', '6.0 %', '1.0 %', '0.9 %'];
    for (const part of parts) expect(text).toContain(part);
    expect(text).toContain('FW-DROP');
  });

  it('tells all of a finding', () => {
    const { text } = render();
    for (const told of [
      'low, confidence high',
      'One source asks many ports.',
      'Close what nobody needs.',
      'nft add rule inet filter input drop',
      'An inventory of your own.',
      'The sender is yours.',
      '61 different targets',
      'a raw-socket tool',
      'only the first hosts were counted',
      '192.0.2.1',
      '22/tcp ssh',
      '4711/tcp',
      '/var/log/kern.log, record 17, 2026-10-09 08:53:00',
      'DROP IN=eth0',
      'sweep#1 source=203.0.113.7',
      'A book. Somebody, 1999',
      '2026-10-09 08:53:00 to 09:10:00',
    ]) {
      expect(text).toContain(told);
    }
  });

  it('begins with the worst and links to it', () => {
    const page = render(
      aPage([aFinding({ severity: 'info', title: 'small' }), aFinding({ severity: 'high', title: 'large' })]),
    );
    expect(page.text.indexOf('large')).toBeLessThan(page.text.indexOf('small'));
    const ids = page.tags.map(({ attributes }) => attributes.get('id')).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    const links = named(page, 'a').map(({ attributes }) => attributes.get('href') ?? '');
    expect(links).toEqual(expect.arrayContaining(['#kind-0', '#kind-1', '#findings']));
    for (const link of links.filter((one) => one.startsWith('#'))) expect(ids).toContain(link.slice(1));
  });

  it('asks for nothing from anywhere, runs nothing, and its policy lets in its own style only', () => {
    const page = render();
    const hash = createHash('sha256').update(STYLE).digest('base64');
    expect(STYLE_HASH, 'the style has changed, and STYLE_HASH in style.ts with it').toBe(`sha256-${hash}`);
    const policy = named(page, 'meta').find(({ attributes }) => attributes.has('http-equiv'));
    expect(policy?.attributes.get('content')).toContain("default-src 'none'");
    expect(policy?.attributes.get('content')).toContain(`sha256-${hash}`);
    expect(STYLE).not.toMatch(/url\(|@import|</);
    const names = new Set(page.tags.map(({ name }) => name));
    for (const name of ['script', 'link', 'img', 'iframe', 'object', 'form', 'base']) expect(names).not.toContain(name);
    const attributes = new Set(page.tags.flatMap((tag) => [...tag.attributes.keys()]));
    for (const name of ['src', 'style', 'srcset', 'action']) expect(attributes).not.toContain(name);
    expect([...attributes].filter((name) => name.startsWith('on'))).toEqual([]);
    const outside = named(page, 'a').filter((tag) => !tag.attributes.get('href')?.startsWith('#'));
    expect(outside.map((tag) => tag.attributes.get('href'))).toEqual(['https://example.org/paper?a=1&b=2']);
  });

  it('gives every picture its words', () => {
    const pictures = named(render(), 'svg').filter((tag) => tag.attributes.get('aria-hidden') !== 'true');
    expect(pictures.length).toBe(3);
    for (const { attributes } of pictures) {
      expect(attributes.get('role')).toBe('img');
      expect(attributes.get('aria-label')).toMatch(/\d/);
    }
  });

  it('does without what a log does not have', () => {
    const finding = aFinding({
      first: '',
      last: '',
      timeline: { start: null, seconds: 1, counts: [] },
      records: [{ input: 0, record: 1, offset: 0, time: null, text: null }],
    });
    const { text } = render(aPage([finding], { first: null, last: null, timeline: finding.timeline }));
    expect(text).toContain('The log has no times.');
    expect(text).toContain('without times');
    expect(text).toContain('A record without text is a packet');
  });

  it('says so when nothing was understood', () => {
    const { text } = render(aPage([], { inputs: [anInput({ format: null })], events: 0 }));
    expect(text).toContain('No events were found');
    expect(text).toContain('no known format');
  });

  it('says "at least" of what was counted no further', () => {
    const who = Array.from({ length: 32 }, (_, host) => ({ name: `203.0.113.${host}`, events: 1 }));
    const counts = { ...aFinding().counts, sources: 32, atLeast: true };
    expect(render(aPage([aFinding({ who, counts })])).text).toContain('at least 32');
    expect(render(aPage([aFinding({ who, counts: { ...counts, sources: 151 } })])).text).toContain(
      'and 119 that no list was kept of',
    );
  });
});

describe('a report of very much', () => {
  it('tells the first of a kind in full, the others in a row, and says so', () => {
    const page = aPage(
      Array.from({ length: 150 }, (_, place) => aFinding({ count: place, title: `number ${place}.` })),
    );
    const { text } = render(page);
    expect(text).toContain('number 149.');
    expect(text).toContain('number 0.');
    expect(text).toContain('130 findings of "A sweep of ports" (low) in one row each');
  });

  it('stays under 2 MB whatever was read', () => {
    const long = '\u202e"&<'.repeat(200);
    const shares = Array.from({ length: 32 }, () => ({ name: long, events: 1e9 }));
    const texts = Array.from({ length: 50 }, () => long);
    const findings = Array.from({ length: 20_000 }, (_, place) => {
      const severity = SEVERITIES[place % 5] ?? 'info';
      const pattern = `pattern-${place % 61}`;
      const records = texts.map((text) => ({ input: 0, record: place, offset: 0, time: null, text }));
      return aFinding({
        ...{ severity, pattern, id: pattern, title: long, meaning: long, why: texts, who: shares, targets: shares },
        ...{ ports: shares, records, tools: texts, limits: texts, advice: texts, query: long },
        innocent: [{ text: long.repeat(5), tell: long.repeat(5) }],
      });
    });
    const input = anInput({
      name: long,
      format: long,
      notes: texts,
      foreign: Object.fromEntries(texts.map((text, place) => [place + text, 1])),
    });
    const page = aPage(findings, {
      inputs: Array.from({ length: 5000 }, () => input),
      noise: Array.from({ length: 61 }, () => ({ pattern: 'sweep', title: 'noise', events: 1, label: long })),
      limits: texts,
    });
    const wordy: PageKnowledge = { ...FEW_FACTS, portName: () => long };
    const html = renderTrafficPage(page, wordy);
    expect(Buffer.byteLength(html)).toBeLessThan(2_000_000);
    const { text } = readPage(html);
    expect(text).toMatch(/findings? of "pattern-\d+" \(critical\) only counted/);
    expect(text).toMatch(/more files with [\d,]+ records/);
  });
});

describe('what a page knows', () => {
  const knowledge = pageKnowledge(ownKnowledge());

  it('names ports by what they are known for, and nothing that is no port', () => {
    expect(knowledge.portName('22/tcp')).toBe('ssh');
    expect(knowledge.portName('icmp')).toBeNull();
    expect(knowledge.portName('60000/udp')).toBeNull();
    expect(knowledge.portName('99999/tcp')).toBeNull();
  });

  it('has titles for every pattern and every source that one names', () => {
    const patterns = [...ownKnowledge().patterns()];
    expect(patterns.length).toBeGreaterThan(40);
    for (const { id, meaning } of patterns) {
      expect(knowledge.pattern(id)?.title).not.toBe('');
      for (const source of meaning.sources) expect(knowledge.source(source)?.title).toBeTruthy();
    }
  });
});
