import { formatFault } from '../fault.ts';
import { parseHandWritten } from '../load.ts';
import type { RegistryRow } from '../registry-row.ts';
import type { LintContext, LintRule } from './rule.ts';

/** Texts by path inside a knowledge folder. */
export type Files = Readonly<Record<string, string>>;

/** A dossier in four lines; what is added begins in line 5. */
export function dossierText(title: string, keys: readonly string[], more = ''): string {
  return `keys: [${keys.join(', ')}]
title: ${title}
summary: { text: "${title}.", sources: [iana], confidence: single }
revised: 2026-01-02
${more}`;
}

/** A program in six lines. */
export function programText(name: string, more = ''): string {
  return `name: ${name}
kind: worm
summary: { text: Old., sources: [iana], confidence: single }
ports:
  - { key: 7/tcp, direction: listens, sources: [iana], confidence: single }

${more}`;
}

/** A pattern in eight lines; its only sign stands in line 6. */
export function patternText(id: string, sign = COUNT_SIGN, more = ''): string {
  return `id: ${id}
title: Something
kind: scan
severity: low
meaning: { text: Something is tried., sources: [iana], confidence: single }
signs: [${sign}]
innocent: [{ text: A lookalike., tell: Look., sources: [iana], confidence: single }]
advice: [{ audience: edge, do: Nothing., sources: [iana], confidence: single }]
revised: 2026-01-02
${more}`;
}

/** Fingerprints of a service; each is what stands in its braces, without sources. */
export function fingerprintsText(service: string, ...fingerprints: readonly string[]): string {
  const list = fingerprints.map((parts) => `  - { ${parts}, sources: [iana], confidence: single }`).join('\n');
  return `service: ${service}\ntitle: What it says\nfingerprints:\n${list}\nrevised: 2026-01-02\n`;
}

const COUNT_SIGN = '{ by: count, shows: it, when: { dport: [7] }, per: source, confidence: low }';

export function sourceText(id: string, more = ''): string {
  return `${id}: { kind: rfc, title: Title, ref: "https://example.org/"${more} }\n`;
}

export function registryRow(facts: Partial<RegistryRow>): RegistryRow {
  return {
    name: '',
    number: '',
    transport: '',
    description: '',
    references: [],
    registered: '',
    modified: '',
    serviceCode: '',
    unauthorizedUse: '',
    note: '',
    ...facts,
  };
}

/** What one rule finds in these files and `sources/base.yaml`, which lists iana. The files must pass their schemas. */
export function faultsOf(rule: LintRule, files: Files, context: Partial<LintContext> = {}): string[] {
  const knowledge = parseHandWritten(new Map(Object.entries({ 'sources/base.yaml': sourceText('iana'), ...files })));
  if (knowledge.faults.length > 0) throw new Error(knowledge.faults.map(formatFault).join('\n'));
  return [...rule.check(knowledge, { today: '2026-01-02', registry: [], ...context })].map(formatFault);
}

/** What the schemas find in these files. */
export function schemaFaultsOf(files: Files): string[] {
  return parseHandWritten(new Map(Object.entries(files))).faults.map(formatFault);
}
