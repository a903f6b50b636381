import type { Pattern, PatternKind } from '../../src/knowledge/pattern.ts';
import { loadHandWritten } from '../knowledge/load.ts';
import { cell, code, table, writtenFrom } from './markdown.ts';

const KINDS: Readonly<Record<PatternKind, string>> = {
  harmless: 'Harmless, and told apart for it',
  scan: 'Scans',
  login: 'Guessing and reuse of passwords',
  reflection: 'Reflection, amplification and floods',
  worm: 'Worms and botnets',
  theft: 'Data on its way out',
  misuse: 'Misuse of services',
  exposure: 'Services that strangers should not reach',
};

/** docs/reference/patterns.md, from `knowledge/patterns/`. */
export function patternsPage(): string {
  const { patterns } = loadHandWritten('knowledge');
  const all = patterns.map(({ value }) => value);
  return [
    '# Patterns',
    '',
    `The ${all.length} patterns that \`portolan traffic\` knows. \`portolan knowledge patterns ID\` has each whole, with its sources;`,
    '`portolan traffic --explain-rule ID` says what a finding of it rests on. [How the detectors decide](../explanation/detectors.md)',
    `says how signs are counted. ${writtenFrom('`knowledge/patterns/`')}`,
    '',
    ...Object.entries(KINDS).flatMap(([kind, heading]) => {
      const own = all.filter((pattern) => pattern.kind === kind);
      return own.length === 0 ? [] : [`## ${heading}`, '', ...own.flatMap(describe)];
    }),
  ].join('\n');
}

function describe({ id, title, severity, meaning, signs, innocent }: Pattern): string[] {
  return [
    `### ${id}`,
    '',
    `${title}. Severity: ${severity}. ${meaning.text} (${meaning.sources.map(code).join(', ')})`,
    '',
    ...table(
      ['sign', 'shown by', 'confidence'],
      signs.map((sign) => [
        cell(sign.shows),
        { count: 'counting', algorithm: 'an algorithm', sockets: 'the sockets of a machine' }[sign.by],
        'confidence' in sign ? sign.confidence : '',
      ]),
    ),
    ...(innocent.length === 0
      ? []
      : ['May be innocent:', '', ...innocent.map(({ text, tell }) => `- ${text} To tell: ${tell}`), '']),
  ];
}
