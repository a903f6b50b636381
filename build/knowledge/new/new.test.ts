import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { formatFault } from '../fault.ts';
import { dossierText, programText, registryRow, sourceText, type Files } from '../lint/files.fixture.ts';
import { lintHandWritten } from '../lint/lint.ts';
import { loadHandWritten, parseHandWritten } from '../load.ts';
import { patternSchema } from '../pattern-schema.ts';
import { formatRegistryFacts } from '../registry-facts.ts';
import { dossierSchema, programSchema } from '../schema.ts';
import { beginFile } from './new.ts';
import { NewFileError } from './new-file.ts';

const TODAY = '2026-11-22';
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A knowledge folder with these files. */
function knowledgeOf(files: Files = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-new-'));
  folders.push(folder);
  for (const [name, text] of Object.entries({ 'sources/base.yaml': sourceText('iana'), ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** The text of the one file that these words begin. */
function begun(folder: string, ...words: string[]): string {
  const file = /^Edit (\S+): /.exec(beginFile(folder, words, TODAY))?.[1] ?? '';
  return readFileSync(file, 'utf8');
}

function lint(folder: string): string[] {
  const knowledge = loadHandWritten(folder);
  return [...knowledge.faults, ...lintHandWritten(knowledge, { today: TODAY, registry: [] })].map(formatFault);
}

const switchOn = (text: string): string => text.replace(/^( *)# /gm, '$1');

describe('npm run new -- port', () => {
  it('begins a dossier and says in two lines what to do next', () => {
    const folder = knowledgeOf();
    expect(beginFile(folder, ['port', '5173/tcp', 'vite'], TODAY).split('\n')).toEqual([
      `Edit ${folder}/ports/5173-vite.yaml: fill in every TODO, then check it with npm run knowledge:lint`,
      'Then npm start -- explain 5173',
    ]);
    expect(begun(knowledgeOf(), 'port', '5173/tcp', 'vite')).toMatch(/^keys: \[5173\/tcp\]$/m);
  });

  it.each([
    ['80/tcp', '0080-todo.yaml'],
    ['6000-6063/udp', '6000-6063-todo.yaml'],
  ])('names the file of %s, which nobody named, %s', (key, file) => {
    const folder = knowledgeOf();
    expect(beginFile(folder, ['port', key], TODAY)).toContain('give the file its name');
    expect(readdirSync(join(folder, 'ports'))).toEqual([file]);
  });

  it('fails the linter in every field that is not filled in, and not when all are', () => {
    const folder = knowledgeOf({ 'ports/0007-echo.yaml': dossierText('Echo', ['7/tcp']) });
    const text = begun(folder, 'port', '5173/tcp', 'vite');
    expect(lint(folder).map((fault) => fault.replace(/^\S+ /, ''))).toEqual(
      ['title', 'summary.text', 'summary.sources.0', 'uses.0.name', 'uses.0.sources.0'].map(
        (field) => `unfilled: ${field} still says TODO`,
      ),
    );
    const filled = text.replaceAll('sources: [TODO]', 'sources: [iana]').replace(/^( *[^#\n]*)TODO/gm, '$1Vite');
    writeFileSync(join(folder, 'ports/5173-vite.yaml'), filled);
    expect(lint(folder)).toEqual([]);
  });

  it('shows what IANA says of the port, of no other and of no other transport', () => {
    const rows = [
      registryRow({ name: 'wap-wsp', number: '9200', transport: 'tcp', description: 'WAP sessions', note: 'Old' }),
      registryRow({ name: 'wap-udp', number: '9200', transport: 'udp', description: 'WAP datagrams' }),
      registryRow({ name: 'next', number: '9201', transport: 'tcp', description: 'Next' }),
    ];
    const facts = formatRegistryFacts({ updated: '2026-01-02', rows });
    const folder = knowledgeOf({ 'registry/service-names-port-numbers.tsv': facts });
    const said = begun(folder, 'port', '9200/tcp')
      .split('\n')
      .filter((line) => line.startsWith('##   '));
    expect(said).toEqual(['##   9200/tcp wap-wsp: WAP sessions', '##     note: Old']);
    expect(begun(folder, 'port', '9202/tcp')).toContain('##   nothing: it has no row');
  });

  it('refuses a port that has its dossier, and names the file', () => {
    const folder = knowledgeOf({ 'ports/0007-echo.yaml': dossierText('Echo', ['7/tcp', '7/udp']) });
    expect(() => beginFile(folder, ['port', '7/udp', 'again'], TODAY)).toThrow(
      `7/udp has its dossier already: ${folder}/ports/0007-echo.yaml`,
    );
    expect(beginFile(folder, ['port', '7/sctp', 'echo-sctp'], TODAY)).toContain('0007-echo-sctp.yaml');
  });

  it('lets a port inside a range have its own, and one of a class of numbers', () => {
    const range = { 'ports/6000-6063-x11.yaml': dossierText('X11', ['6000-6063/tcp']) };
    const dynamic = { 'ports/49152-65535-dynamic.yaml': dossierText('Dynamic', ['49152-65535/tcp'], 'kind: class\n') };
    const folder = knowledgeOf({ ...range, ...dynamic });
    expect(begun(folder, 'port', '6006/tcp', 'tensorboard')).toContain('6006/tcp');
    expect(begun(folder, 'port', '49152-65535/tcp', 'mine')).toContain('49152-65535/tcp');
  });

  it.each([
    [['port', '5173']],
    [['port', '5173/tpc']],
    [['port', '70000/tcp']],
    [['port', '5173/tcp', '../vite']],
    [['port', '5173/tcp', 'Vite']],
    [['port', '5173/tcp', 'vite', 'too']],
    [['port']],
    [['source', 'iana']],
    [[]],
  ])('refuses %j', (words) => {
    const folder = knowledgeOf();
    expect(() => beginFile(folder, words, TODAY)).toThrow(NewFileError);
    expect(readdirSync(folder)).toEqual(['sources']);
  });

  it('never writes over a file, even one that the linter cannot read', () => {
    const folder = knowledgeOf({ 'ports/5173-vite.yaml': 'title: [' });
    expect(() => beginFile(folder, ['port', '5173/tcp', 'vite'], TODAY)).toThrow(
      'ports/5173-vite.yaml is there already',
    );
    expect(readFileSync(join(folder, 'ports/5173-vite.yaml'), 'utf8')).toBe('title: [');
  });
});

describe('npm run new -- program', () => {
  it('begins a file that fails the linter', () => {
    const folder = knowledgeOf();
    expect(beginFile(folder, ['program', 'Back', 'Orifice'], TODAY)).toContain(
      'Then npm start -- explain "Back Orifice"',
    );
    expect(readFileSync(join(folder, 'malware/back-orifice.yaml'), 'utf8')).toMatch(/^name: Back Orifice$/m);
    expect(lint(folder)).toContainEqual(expect.stringContaining('malware/back-orifice.yaml'));
  });

  it('refuses one that is on record, also under another name, and one without a name', () => {
    const folder = knowledgeOf({ 'malware/x.yaml': programText('Executor', 'aliases: [Exec]\n') });
    expect(() => beginFile(folder, ['program', 'EXEC'], TODAY)).toThrow(`${folder}/malware/x.yaml`);
    expect(() => beginFile(folder, ['program', '!'], TODAY)).toThrow(NewFileError);
  });
});

describe('npm run new -- pattern', () => {
  it('begins a file that fails the linter', () => {
    const folder = knowledgeOf();
    expect(begun(folder, 'pattern', 'udp-loop')).toMatch(/^id: udp-loop$/m);
    expect(lint(folder)).toContainEqual(expect.stringContaining('patterns/udp-loop.yaml'));
  });

  it('refuses one that has its file, and what is no id', () => {
    const folder = knowledgeOf();
    beginFile(folder, ['pattern', 'udp-loop'], TODAY);
    expect(() => beginFile(folder, ['pattern', 'udp-loop'], TODAY)).toThrow('patterns/udp-loop.yaml is there already');
    expect(() => beginFile(folder, ['pattern', 'UDP loop'], TODAY)).toThrow(NewFileError);
  });
});

describe('a new file, with every field switched on,', () => {
  const texts = {
    'ports/5173-vite.yaml': begun(knowledgeOf(), 'port', '5173/tcp', 'vite'),
    'malware/x.yaml': begun(knowledgeOf(), 'program', 'X'),
    'patterns/x.yaml': begun(knowledgeOf(), 'pattern', 'x'),
  };

  it.each([
    ['ports/5173-vite.yaml', dossierSchema.keyof().options],
    ['malware/x.yaml', programSchema.keyof().options],
    ['patterns/x.yaml', patternSchema.keyof().options],
  ] as const)('has the fields of its schema: %s', (file, fields) => {
    const given = [...switchOn(texts[file]).matchAll(/^(\w+):/gm)].map((match) => match[1] ?? '');
    expect(given.toSorted()).toEqual([...fields].toSorted());
  });

  it.each(Object.entries(texts))('is wrong only where it says TODO: %s', (file, text) => {
    const on = switchOn(text);
    const { faults } = parseHandWritten(new Map([[file, on]]));
    expect(faults.length).toBeGreaterThan(0);
    const elsewhere = faults.filter(
      ({ rule, line, message }) =>
        !on.split('\n')[line - 1]?.includes('TODO') ||
        !['schema', 'malformed-cve'].includes(rule) ||
        /undefined|Unrecognized/.test(message),
    );
    expect(elsewhere.map(formatFault)).toEqual([]);
  });
});
