import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatFault } from '../fault.ts';
import { parseHandWritten } from '../load.ts';
import { explanationsOf } from './explanations.ts';
import { dossierText, programText, sourceText, type Files } from './files.fixture.ts';
import { LINT_RULES, lintHandWritten } from './lint.ts';
import { SCHEMA_RULES } from './schema-rules.ts';

const names = [...new Set([...LINT_RULES, ...SCHEMA_RULES].map(({ name }) => name))];
const files = readdirSync(new URL('rules', import.meta.url));

describe('the rules', () => {
  it('are the files of rules/, none forgotten, each with its test', () => {
    const rules = files.filter((file) => !file.endsWith('.test.ts')).map((file) => file.replace(/\.ts$/, ''));
    expect(names.toSorted()).toEqual(rules.toSorted());
    expect(files.filter((file) => file.endsWith('.test.ts'))).toHaveLength(rules.length);
  });

  it('are all in the table of knowledge/README.md, and nothing else is', () => {
    const readme = readFileSync(new URL('../../../knowledge/README.md', import.meta.url), 'utf8');
    const section = readme.split('## What the linter asks')[1]?.split('\n## ')[0] ?? '';
    const listed = [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1] ?? '');
    expect(listed.toSorted()).toEqual(['schema', 'syntax', ...names].toSorted());
  });
});

const lint = (given: Files): string[] => {
  const knowledge = parseHandWritten(new Map(Object.entries({ 'sources/base.yaml': sourceText('iana'), ...given })));
  return lintHandWritten(knowledge, { today: '2030-01-01', registry: [] }).map(formatFault);
};

describe('the linter', () => {
  it('has nothing to say of files that are right', () => {
    const recent = dossierText('Echo', ['7/tcp']).replace('2026', '2029');
    expect(lint({ 'ports/0007-echo.yaml': recent, 'malware/x.yaml': programText('X') })).toEqual([]);
  });

  it('gives what all rules find, in the order of the files and their lines', () => {
    const echo = dossierText('Echo', ['7/tcp'], 'aliases: [echo]\n').replace('[iana]', '[hearsay]');
    expect(lint({ 'ports/7.yaml': echo, 'malware/x.yaml': programText('X', 'aliases: [TODO]\n') })).toEqual([
      'malware/x.yaml:7:11: unfilled: aliases.0 still says TODO',
      'ports/7.yaml:1:8: file-name: must begin with ports/0007-',
      'ports/7.yaml:3:37: unknown-source: "hearsay" is in no file of sources/',
      'ports/7.yaml:4:10: warning: stale: revised 2026-01-02, more than 24 months ago',
      'ports/7.yaml:5:11: duplicate-alias: "echo" is the title',
    ]);
  });

  it('explains each broken rule once', () => {
    const fault = { file: 'x.yaml', line: 1, column: 1, level: 'fault', message: 'x' } as const;
    expect(
      explanationsOf([
        { ...fault, rule: 'stale' },
        { ...fault, rule: 'stale' },
        { ...fault, rule: 'schema' },
      ]),
    ).toEqual([expect.stringMatching(/^ {2}stale: /)]);
  });
});
