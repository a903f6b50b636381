import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/knowledge/claim.ts';
import type { Dossier } from '../../src/knowledge/dossier.ts';
import type { Program } from '../../src/knowledge/program.ts';
import type { Source } from '../../src/knowledge/source.ts';
import { lintHandWritten } from './lint.ts';
import { dossier, program } from './samples.fixture.ts';

interface Files {
  readonly ports?: Readonly<Record<string, Dossier>>;
  readonly malware?: Readonly<Record<string, Program>>;
  /** Ids by file. */
  readonly sources?: Readonly<Record<string, readonly string[]>>;
  /** Ids of the ledger. */
  readonly claims?: readonly string[];
}

const source = (id: string): Source => ({ id, kind: 'rfc', title: id, ref: 'https://example.org/' });

const claim = (id: string): Claim => ({
  id,
  alsoKnownAs: [],
  claim: 'POP3 uses port 109.',
  verdict: 'wrong',
  fact: '109 is POP2.',
  shownBy: 'explain 109',
  finds: 'POP2',
  sources: ['iana'],
  confidence: 'registry',
});

/** Faults as they are printed; a source `iana`, which everything here cites, is always there. */
function lint({
  ports = { '0007-echo.yaml': dossier('Echo', ['7/tcp']) },
  malware = {},
  sources = {},
  claims = [],
}: Files): string[] {
  const named = <T>(folder: string, files: Readonly<Record<string, T>>) =>
    Object.entries(files).map(([name, value]) => ({ file: `${folder}/${name}`, value }));
  const faults = lintHandWritten({
    dossiers: named('ports', ports),
    programs: named('malware', malware),
    patterns: [],
    sources: Object.entries({ 'base.yaml': ['iana'], ...sources }).flatMap(([name, ids]) =>
      ids.map((id) => ({ file: `sources/${name}`, value: source(id) })),
    ),
    claims: claims.map((id) => ({ file: 'claims.yaml', value: claim(id) })),
    faults: [],
  });
  return faults.map(({ file, message }) => `${file}: ${message}`);
}

describe('the linter', () => {
  it('has nothing to say of files that are right', () => {
    expect(lint({ malware: { 'x.yaml': program('X', ['7/tcp']) } })).toEqual([]);
  });

  describe('unknown-source', () => {
    it('finds a source that no file lists, in a dossier and in a program, however deep', () => {
      const echo = dossier('Echo', ['7/tcp']);
      const use = { name: 'x', kind: 'common', sources: ['hearsay'], confidence: 'single' } as const;
      expect(
        lint({
          ports: { '0007-echo.yaml': { ...echo, uses: [use] } },
          malware: { 'x.yaml': program('X', ['7/tcp'], ['iana', 'rumour']) },
        }),
      ).toEqual([
        'ports/0007-echo.yaml: unknown-source: "hearsay" is in no file of sources/',
        'malware/x.yaml: unknown-source: "rumour" is in no file of sources/', // its summary
        'malware/x.yaml: unknown-source: "rumour" is in no file of sources/', // its port
      ]);
    });

    it('lets a CVE stand without an entry, but nothing that only begins like one', () => {
      const cited = (id: string) => lint({ ports: { '0007-echo.yaml': dossier('Echo', ['7/tcp'], ['iana', id]) } });
      expect(cited('cve-1999-0103')).toEqual([]);
      expect(cited('cve-1999')).toHaveLength(1);
      expect(cited('CVE-1999-0103')).toHaveLength(1);
      expect(cited('cve-1999-0103-x')).toHaveLength(1);
    });
  });

  describe('unused-source', () => {
    it('finds a source that no statement names', () => {
      expect(lint({ sources: { 'more.yaml': ['rfc862'] } })).toEqual([
        'sources/more.yaml: unused-source: no statement names "rfc862"',
      ]);
    });

    it('lets a source be that only a program names', () => {
      const malware = { 'x.yaml': program('X', ['7/tcp'], ['list']) };
      expect(lint({ malware, sources: { 'more.yaml': ['list'] } })).toEqual([]);
    });
  });

  describe('duplicate-source', () => {
    it('finds a source that two files list', () => {
      expect(lint({ sources: { 'more.yaml': ['iana'] } })).toEqual([
        'sources/more.yaml: duplicate-source: "iana" is already in sources/base.yaml',
      ]);
    });

    it('lets two files list different ones', () => {
      const ports = { '0007-echo.yaml': dossier('Echo', ['7/tcp'], ['iana', 'rfc862']) };
      expect(lint({ ports, sources: { 'more.yaml': ['rfc862'] } })).toEqual([]);
    });
  });

  describe('overlap', () => {
    const two = (first: Dossier, second: Dossier): string[] => {
      const prefix = ({ keys }: Dossier): string => {
        const [from = '', to = ''] = (keys[0] ?? '').split('/')[0]?.split('-') ?? [];
        return [from, to]
          .filter((part) => part !== '')
          .map((part) => part.padStart(4, '0'))
          .join('-');
      };
      return lint({ ports: { [`${prefix(first)}-a.yaml`]: first, [`${prefix(second)}-b.yaml`]: second } });
    };

    it('finds two dossiers on one port', () => {
      expect(two(dossier('A', ['7/tcp', '7/udp']), dossier('B', ['7/udp']))).toEqual([
        'ports/0007-b.yaml: overlap: 7/udp is also claimed by ports/0007-a.yaml',
      ]);
    });

    it('finds two dossiers on one range, and a range that begins in another and ends outside', () => {
      expect(two(dossier('A', ['10-20/tcp']), dossier('B', ['10-20/tcp']))).toHaveLength(1);
      expect(two(dossier('A', ['10-20/tcp']), dossier('B', ['15-25/tcp']))).toEqual([
        'ports/0015-0025-b.yaml: overlap: 15-25/tcp is also claimed by ports/0010-0020-a.yaml',
      ]);
    });

    it('finds a dossier that lists a port twice', () => {
      expect(lint({ ports: { '0007-a.yaml': dossier('A', ['7/tcp', '7/tcp']) } })).toHaveLength(1);
    });

    it('lets a dossier stand inside a wider one, in another transport, or beside it', () => {
      expect(two(dossier('X11', ['6000-6063/tcp']), dossier('TensorBoard', ['6006/tcp']))).toEqual([]);
      expect(two(dossier('Wide', ['10-20/tcp']), dossier('Narrow', ['10/tcp']))).toEqual([]);
      expect(two(dossier('Wide', ['10-20/tcp']), dossier('Narrow', ['15-20/tcp']))).toEqual([]);
      expect(two(dossier('A', ['514/tcp']), dossier('B', ['514/udp']))).toEqual([]);
      expect(two(dossier('A', ['10-20/tcp']), dossier('B', ['21-30/tcp']))).toEqual([]);
    });

    it('lets a dossier on a class of numbers stand beside one on a service', () => {
      expect(two({ ...dossier('Class', ['10-20/tcp']), kind: 'class' }, dossier('Service', ['10-20/tcp']))).toEqual([]);
    });
  });

  describe('file-name', () => {
    it.each([
      ['echo.yaml', ['7/tcp'], '0007-'],
      ['7-echo.yaml', ['7/tcp'], '0007-'],
      ['0007.yaml', ['7/tcp'], '0007-'],
      ['6000-x11.yaml', ['6000-6063/tcp'], '6000-6063-'],
      ['0080-http.yaml', ['8080/tcp', '80/tcp'], '8080-'],
    ])('finds %s, a dossier on %j', (name, keys, prefix) => {
      expect(lint({ ports: { [name]: dossier('Title', keys) } })).toEqual([
        `ports/${name}: file-name: must begin with ports/${prefix}`,
      ]);
    });

    it.each([
      ['0000-reserved.yaml', ['0/tcp']],
      ['0007-echo.yaml', ['7/tcp', '7/udp']],
      ['10250-kubelet.yaml', ['10250/tcp']],
      ['49152-65535-dynamic.yaml', ['49152-65535/udp']],
    ])('lets %s be', (name, keys) => {
      expect(lint({ ports: { [name]: dossier('Title', keys) } })).toEqual([]);
    });
  });

  describe('unknown-claim', () => {
    const ports = { '0007-echo.yaml': { ...dossier('Echo', ['7/tcp']), confirms: ['B12'] } };

    it('finds a claim that is answered and stands in no ledger', () => {
      expect(lint({ ports, claims: ['B13'] })).toEqual([
        'ports/0007-echo.yaml: unknown-claim: "B12" is not in claims.yaml',
      ]);
    });

    it('lets a claim of the ledger be, and asks nothing where no ledger is kept', () => {
      expect(lint({ ports, claims: ['B12'] })).toEqual([]);
      expect(lint({ ports })).toEqual([]);
    });
  });
});
