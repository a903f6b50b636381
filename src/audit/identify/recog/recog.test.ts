import { existsSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readXml } from './flat-xml.ts';
import { openRecog } from './open-recog.ts';
import { RecogFingerprints } from './recog-fingerprints.ts';
import { matchRecog, readRecogSet, valuesOf } from './recog-set.ts';
import { convertRubyPattern } from './ruby-pattern.ts';
import { runWithin } from './run-within.ts';

const SET = `<?xml version='1.0' encoding='UTF-8'?>
<!-- a comment with <tags> -->
<fingerprints matches="ftp.banner" protocol="ftp">
  <fingerprint pattern="^nothing$"><description>says nothing</description></fingerprint>
  <fingerprint pattern="^(?i)(\\S+) X&amp;Y FTP v([\\d.]+) &quot;ready&quot;$">
    <description>X</description>
    <example host.name="a" service.version="1.2">a X&amp;Y ftp v1.2 &#34;ready&#x22;</example>
    <param pos="0" name="service.vendor" value='Example'/>
    <param pos="0" name="service.product" value="XY"/>
    <param pos="2" name="service.version"/>
    <param pos="0" name="service.cpe23" value="cpe:/a:example:xy:{service.version}"/>
    <param pos="1" name="host.name"/>
  </fingerprint>
</fingerprints>
`;

describe('fingerprints in the form of recog', () => {
  it('tell product, version and CPE, and check their own examples', () => {
    const source = new RecogFingerprints((file) => (file === 'ftp_banners.xml' ? SET : null));
    expect(source.match('ftp', 'greeting', '220 mail X&Y FTP v1.2.3 "ready"\r\n')).toEqual({
      product: 'XY',
      version: '1.2.3',
      vendor: 'Example',
      os: null,
      cpe: 'cpe:/a:example:xy',
    });
    expect(source.match('ftp', 'greeting', '220 nothing\r\n')).toBeNull();
    expect(source.match('echo', 'greeting', 'x')).toBeNull();
    expect(source.problems).toEqual([]);
    const [, second] = readRecogSet(SET).fingerprints;
    expect(second?.examples[0]?.text).toBe('a X&Y ftp v1.2 "ready"');
    expect([...(matchRecog(readRecogSet(SET), second?.examples[0]?.text ?? '') ?? [])]).toContainEqual([
      'service.cpe23',
      'cpe:/a:example:xy:1.2',
    ]);
  });

  it('are read from a checkout or its folder xml, and say where they are not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-recog-'));
    try {
      expect(() => openRecog(folder)).toThrow(/holds no fingerprints of recog/);
      mkdirSync(join(folder, 'xml'));
      writeFileSync(join(folder, 'xml', 'ftp_banners.xml'), SET);
      const source = openRecog(folder);
      expect(source.match('ftp', 'greeting', '220 a X&Y FTP v1 "ready"')?.product).toBe('XY');
      expect(source.match('ssh', 'greeting', 'SSH-2.0-x')).toBeNull();
      expect(source.problems).toEqual(['ssh_banners.xml: it is not there, or cannot be read']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('that are broken are told, and left out', () => {
    const source = new RecogFingerprints(() => '<fingerprints>\n<fingerprint pattern="x></fingerprints>');
    expect(source.match('ftp', 'greeting', '220 x')).toBeNull();
    expect(source.problems).toEqual(['ftp_banners.xml: line 2: the value of pattern does not end']);
  });

  it('cannot hold us up, whatever their patterns do', () => {
    const slow = '<fingerprints><fingerprint pattern="^(a+)+$"/></fingerprints>';
    const source = new RecogFingerprints(() => slow);
    expect(source.match('ftp', 'greeting', `220 ${'a'.repeat(60)}!`)).toBeNull();
    expect(source.problems).toEqual(['ftp_banners.xml: a text of 61 bytes took longer than 250 ms']);
  });
});

describe('work with a limit', () => {
  it('is done, ended, or fails as it would', () => {
    expect(runWithin(1000, () => undefined)).toBe(true);
    expect(runWithin(20, () => void /^(a+)+$/.test(`${'a'.repeat(60)}!`))).toBe(false);
    expect(() =>
      runWithin(1000, () => {
        throw new Error('own');
      }),
    ).toThrow('own');
  });
});

describe('a pattern of Ruby', () => {
  it.each([
    ['(?i)^abc$', '', '^abc$', 'im'],
    ['^(?i)abc$', '', '^abc$', 'im'],
    ['^(?im:abc).$', '', '^(?:abc).$', 'ims'],
    ['^a.b$', 'REG_DOT_NEWLINE,REG_ICASE', '^a.b$', 'ims'],
    ['\\Aa\\z', '', '(?<![\\s\\S])a(?![\\s\\S])', 'm'],
    ['^[[:alpha:]_]+\\h$', '', '^[A-Za-z_]+[0-9A-Fa-f]$', 'm'],
    ['^[]a]$', '', '^[\\]a]$', 'm'],
  ])('%s (%s) is /%s/%s', (pattern, flags, source, own) => {
    expect(convertRubyPattern(pattern, flags)).toEqual({ source, flags: own });
    expect(() => new RegExp(source, own)).not.toThrow();
  });

  it.each(['^(?>a)b', '^a++b', '^a*+', '\\p{Alpha}', '\\Ga', '[a[b]]'])('%s is left out', (pattern) => {
    expect(convertRubyPattern(pattern, '')).toBeNull();
  });
});

describe('XML', () => {
  it('is read with all that recog uses of it', () => {
    const root = readXml('<a x="1&lt;2"\n y=\'"\'><b/>one &amp; <![CDATA[<two>]]><c>3</c></a>\n');
    expect([...root.attributes]).toEqual([
      ['x', '1<2'],
      ['y', '"'],
    ]);
    expect(root.text).toBe('one & <two>');
    expect(root.children.map(({ name, text }) => [name, text])).toEqual([
      ['b', ''],
      ['c', '3'],
    ]);
  });

  it.each([
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'begins no element'],
    ['<a>&b;</a>', '&b; is not known'],
    ['<a>1 & 2</a>', 'an & begins no reference'],
    ['<a><b></a></b>', '</a> closes nothing'],
    ['<a>', '<a> is not closed'],
    ['<a x="1" x="2"/>', 'is there twice'],
    ['<a/><b/>', 'not one root element'],
    ['<?php 1 ?><a/>', 'begins no element'],
    ['<a>'.repeat(20), 'too deep'],
    ['', 'not one root element'],
  ])('%s is refused', (source, message) => {
    expect(() => readXml(source)).toThrow(message);
  });
});

const CHECKOUT = fileURLToPath(new URL('../../../../../shared/data/recog', import.meta.url));
const isThere = existsSync(CHECKOUT);
if (!isThere) console.warn('SKIPPED: the examples of recog: ../shared/data/recog is not beside this checkout');

describe.skipIf(!isThere)('a checkout of rapid7/recog', () => {
  it('is converted whole: its examples are told, and no value is wrong', () => {
    const missed: string[] = [];
    const wrong: string[] = [];
    let told = 0;
    let left = 0;
    for (const file of readdirSync(CHECKOUT).filter((name) => name.endsWith('.xml'))) {
      const set = readRecogSet(readFileSync(join(CHECKOUT, file), 'utf8'));
      left += set.left;
      for (const { pattern, params, examples } of set.fingerprints) {
        for (const { text, expected } of examples) {
          const found = pattern.exec(text);
          if (found === null) {
            missed.push(`${file}: ${text}`);
            continue;
          }
          told++;
          const values = valuesOf(params, found);
          for (const [name, value] of expected) {
            if ((values.get(name) ?? '') !== value) wrong.push(`${file}: ${name} is ${values.get(name)}, not ${value}`);
          }
        }
      }
    }
    expect({ left, wrong }).toEqual({ left: 0, wrong: [] });
    expect(told).toBeGreaterThanOrEqual(7521);
    expect(missed.length).toBeLessThanOrEqual(2);
  }, 60_000);
});
