import type { FingerprintMatch } from '../fingerprints/fingerprint.ts';
import { readXml, type XmlElement } from './flat-xml.ts';
import { convertRubyPattern } from './ruby-pattern.ts';

interface Param {
  readonly name: string;
  /** Number of the group, or 0 for a value that is always the same. */
  readonly group: number;
  readonly value: string;
}

export interface RecogFingerprint {
  readonly pattern: RegExp;
  readonly params: readonly Param[];
  readonly examples: readonly RecogExample[];
}

/** A text that a fingerprint must tell, and values that it must find. */
export interface RecogExample {
  /** Latin-1 where the file has it in base64, else as it is written. */
  readonly text: string;
  readonly expected: ReadonlyMap<string, string>;
}

export interface RecogSet {
  readonly fingerprints: readonly RecogFingerprint[];
  /** Patterns that JavaScript cannot take. */
  readonly left: number;
}

/** Reads one of recog's files. Throws XmlFault where it is not one. */
export function readRecogSet(source: string): RecogSet {
  const fingerprints: RecogFingerprint[] = [];
  let left = 0;
  for (const element of readXml(source).children) {
    if (element.name !== 'fingerprint') continue;
    const pattern = patternOf(element);
    if (pattern === null) left++;
    else fingerprints.push({ pattern, params: paramsOf(element), examples: examplesOf(element) });
  }
  return { fingerprints, left };
}

/** The values that the first fitting fingerprint gives; null where none fits. */
export function matchRecog({ fingerprints }: RecogSet, text: string): ReadonlyMap<string, string> | null {
  for (const { pattern, params } of fingerprints) {
    const found = pattern.exec(text);
    if (found !== null) return valuesOf(params, found);
  }
  return null;
}

export function valuesOf(params: readonly Param[], found: RegExpExecArray): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { name, group, value } of params) {
    const given = group === 0 ? value : found[group];
    if (given !== undefined && given !== '') values.set(name, given);
  }
  // Values can name others: cpe:/a:isc:bind:{service.version}.
  for (const [name, value] of values) {
    if (value.includes('{'))
      values.set(
        name,
        value.replace(/\{([\w.]+)\}/g, (_, other: string) => values.get(other) ?? ''),
      );
  }
  return values;
}

/** What identification takes of the values; null where they name no product, which some fingerprints are there for. */
export function productOf(values: ReadonlyMap<string, string>): FingerprintMatch | null {
  const product = values.get('service.product') ?? values.get('service.family') ?? values.get('hw.product');
  if (product === undefined) return null;
  return {
    product,
    version: values.get('service.version') ?? null,
    vendor: values.get('service.vendor') ?? values.get('hw.vendor') ?? null,
    os: values.get('os.product') ?? null,
    cpe: /^cpe:\/a:[^:]+:[^:]+/.exec(values.get('service.cpe23') ?? '')?.[0] ?? null,
  };
}

function patternOf({ attributes }: XmlElement): RegExp | null {
  const converted = convertRubyPattern(attributes.get('pattern') ?? '', attributes.get('flags') ?? '');
  if (converted === null) return null;
  try {
    return new RegExp(converted.source, converted.flags);
  } catch {
    return null;
  }
}

function paramsOf({ children }: XmlElement): Param[] {
  return children
    .filter(({ name }) => name === 'param')
    .map(({ attributes }) => ({
      name: attributes.get('name') ?? '',
      group: Number(attributes.get('pos') ?? 0),
      value: attributes.get('value') ?? '',
    }));
}

/** Examples that lie in files of their own are not read. */
function examplesOf({ children }: XmlElement): RecogExample[] {
  return children
    .filter(({ name, attributes }) => name === 'example' && !attributes.has('_filename'))
    .map(({ text, attributes }) => ({
      text: attributes.get('_encoding') === 'base64' ? Buffer.from(text, 'base64').toString('latin1') : text,
      expected: new Map([...attributes].filter(([name]) => !name.startsWith('_'))),
    }));
}
