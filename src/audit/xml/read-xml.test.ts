import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNmapXml } from '../diff/read-nmap-xml.ts';
import { ResultError } from '../diff/recorded.ts';
import { readXml, XmlFault } from './read-xml.ts';
import { element, xmlDocument } from './write-xml.ts';

const all = (text: string) => [...readXml(text)];

describe('the reader of XML', () => {
  it('reads tags and attributes, and passes over what stands around them', () => {
    const text = `<?xml version="1.0"?><!DOCTYPE a><?x y?><!-- <b> --><a x="1 &amp; &#x41;&#66;" y='"'>text<![CDATA[<c>]]><b/></a>`;
    const events = all(text).map((event) => [
      event.kind,
      event.name,
      ...(event.kind === 'open' ? event.attributes.values() : []),
    ]);
    expect(events).toEqual([
      ['open', 'a', '1 & AB', '"'],
      ['open', 'b'],
      ['close', 'b'],
      ['close', 'a'],
    ]);
  });

  it.each([
    ['<!DOCTYPE a [<!ENTITY b "c">]><a/>', 'DTD'],
    ['<a x="&b;"/>', 'entity &b;'],
    ['<a x="& "/>', 'bare "&"'],
    ['<a></b>', '</b> closes <a>'],
    ['\n<a x=1/>', 'line 2'],
    ['<a x="1" x="2"/>', 'twice'],
    ['< a/>', 'begins no tag'],
    ['<a>'.repeat(100), 'nested deeper'],
  ])('refuses %s', (text, message) => {
    expect(() => all(text)).toThrow(XmlFault);
    expect(() => all(text)).toThrow(message);
  });

  it('reads back whatever text the writer was given, with what does not show spelled out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [event] = all(xmlDocument(element('a', { x: text }, [text])));
        const read = event?.kind === 'open' ? event.attributes.get('x') : undefined;
        // A tab, an escape and the like come back as they are spelled.
        if (/^[\x20-\x7e\n]*$/.test(text)) expect(read).toBe(text);
        expect(read).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });

  it('never throws anything but its own faults, and takes linear time', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '<nmaprun>',
      '<host>',
      '<port portid="1" protocol="tcp">',
      '/>',
      '"',
      '&',
      '<!',
      '<![CDATA[',
      'x=',
      ' ',
      '</host>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 8 })), { maxLength: 60 }), (parts) => {
        try {
          readNmapXml(`<nmaprun>${parts.join('')}`);
        } catch (error) {
          expect(error).toBeInstanceOf(ResultError);
        }
      }),
    );
    expect(() => all(`<a ${'x="'.repeat(200_000)}`)).not.toThrow(RangeError);
    expect(() => all(`<a${' '.repeat(200_000)}x`)).not.toThrow(RangeError);
  });
});
