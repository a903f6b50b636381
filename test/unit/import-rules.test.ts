import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * The rules of the house (ARCHITECTURE.md): imports run downward only, lenses never import each other, and what runs
 * in a browser uses no Node API.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What each part of src/ may import besides itself. A part that is not here may not exist. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  net: [],
  knowledge: ['net'],
  findings: ['net', 'knowledge'],
  sockets: ['net', 'knowledge', 'findings', 'html'],
  traffic: ['net', 'knowledge', 'findings', 'html'],
  audit: ['net', 'knowledge', 'findings', 'yaml', 'html'],
  // The one place where the lenses meet.
  report: ['net', 'knowledge', 'findings', 'sockets', 'traffic', 'audit', 'html'],
  ports: ['net'],
  store: ['net', 'knowledge'],
  ingest: ['net', 'knowledge', 'findings', 'sockets', 'traffic', 'audit', 'store'],
  yaml: [],
  html: [],
  overlay: ['net', 'knowledge', 'yaml'],
  library: ['net', 'knowledge'],
  server: [
    'net',
    'knowledge',
    'findings',
    'sockets',
    'traffic',
    'audit',
    'report',
    'html',
    'overlay',
    'store',
    'ingest',
  ],
  demo: ['net', 'knowledge', 'findings', 'sockets', 'audit', 'store', 'server'],
  cli: [
    'net',
    'knowledge',
    'findings',
    'sockets',
    'traffic',
    'audit',
    'report',
    'overlay',
    'server',
    'ports',
    'store',
    'ingest',
    'demo',
  ],
};

/** Parts that run in a browser too. */
const WITHOUT_NODE = ['net', 'knowledge', 'findings', 'library', 'html'];

/** The one file of the sockets lens that touches the operating system; everything else is pure. */
const SOCKETS_EDGE = 'src/sockets/linux/node-proc-fs.ts';

/** The folder of the traffic lens that reads files, sockets and the journal. */
const TRAFFIC_EDGE = 'src/traffic/input/';

/** What may open a socket in the audit lens: every packet passes the guard that stands there. */
const AUDIT_NETWORK_EDGE = 'src/audit/network/';
const NETWORK_MODULES = /^node:(?:net|dgram|tls|dns|http|https|http2)(?:\/|$)/;

/** Only the build needs these at all. */
const BUILD_ONLY = ['@xmldom/xmldom', 'csv-parse', 'vite', 'esbuild'];

/** Packages that a part below the command line may use. The parts are loaded only when there is something to read. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  yaml: ['yaml', 'zod'],
  overlay: ['zod'],
  audit: ['zod'],
  traffic: ['fzstd'],
  server: ['zod', '@modelcontextprotocol/server', 'hono', '@hono/node-server'],
  store: ['@duckdb/node-api', '@duckdb/node-bindings', '@clickhouse/client'],
  ingest: ['zod', '@nats-io/transport-node', '@nats-io/jetstream'],
};

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** `net`, `knowledge` ...; null for a package or a Node module. */
  readonly part: string | null;
  readonly isType: boolean;
}

const IMPORT =
  /(?:^|[\s;])(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^import\s*['"]([^'"]+)['"]/gm;

/** What the page may take values from; of the rest it takes types only. */
const PAGE_PARTS = ['net', 'knowledge', 'findings', 'html'];
const PAGE_PACKAGES = /^(?:preact(?:\/hooks)?|@preact\/signals|uplot)(?:\/dist\/[\w.]+\.css)?$/;

function importsUnder(folder: string): Import[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts') && !name.endsWith('.fixture.ts'))
    .flatMap((name) => {
      const file = join(folder, name);
      const text = readFileSync(join(ROOT, file), 'utf8');
      return [...text.matchAll(IMPORT)].map((match): Import => {
        const specifier = match[1] ?? match[2] ?? match[3] ?? '';
        const isType = /^\s*(?:import|export)\s+type\b/.test(match[0]);
        if (!specifier.startsWith('.')) return { file, specifier, part: null, isType };
        const target = relative(ROOT, join(ROOT, dirname(file), specifier));
        return { file, specifier, part: target.split('/')[1] ?? '', isType };
      });
    });
}

const partOf = (file: string): string => file.split('/')[1] ?? '';
const imports = importsUnder('src');

describe('the import graph', () => {
  it('is seen at all: every part has files, and the parser finds their imports', () => {
    expect(readdirSync(join(ROOT, 'src')).toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.some(({ file, part }) => file.endsWith('explain/run.ts') && part === 'knowledge')).toBe(true);
    expect(imports.some(({ file, part }) => file.endsWith('explain/answers.ts') && part === 'cli')).toBe(true);
  });

  it('runs downward only, and no lens imports another', () => {
    const wrong = imports.filter(({ file, part, specifier }) => {
      if (part === null || specifier.endsWith('package.json')) return false;
      return part !== partOf(file) && !(ALLOWED[partOf(file)] ?? []).includes(part);
    });
    expect(wrong).toEqual([]);
  });

  // Node's globals are kept out by tsconfig.browser.json, which does not know them.
  it('keeps Node out of what runs in a browser', () => {
    const wrong = imports.filter(
      ({ file, specifier }) => WITHOUT_NODE.includes(partOf(file)) && specifier.startsWith('node:'),
    );
    expect(wrong).toEqual([]);
  });

  it('lets the sockets lens touch the system in one file only', () => {
    const touching = imports.filter(
      ({ file, specifier }) => partOf(file) === 'sockets' && specifier.startsWith('node:'),
    );
    expect([...new Set(touching.map(({ file }) => file))]).toEqual([SOCKETS_EDGE]);
  });

  it('lets the traffic lens touch the system in one folder only', () => {
    const touching = imports.filter(
      ({ file, specifier }) => partOf(file) === 'traffic' && specifier.startsWith('node:'),
    );
    const outside = touching.filter(({ file }) => !file.startsWith(TRAFFIC_EDGE));
    expect(touching.length).toBeGreaterThan(0);
    expect(outside).toEqual([]);
  });

  it('lets the audit lens open sockets in one folder only, where the guard is', () => {
    const opening = imports.filter(
      ({ file, specifier }) => partOf(file) === 'audit' && NETWORK_MODULES.test(specifier),
    );
    const outside = opening.filter(({ file }) => !file.startsWith(AUDIT_NETWORK_EDGE));
    expect(opening.length).toBeGreaterThan(0);
    expect(outside).toEqual([]);
  });

  it('keeps tools of the build in the build', () => {
    expect(imports.filter(({ specifier }) => BUILD_ONLY.includes(specifier))).toEqual([]);
  });

  it('imports packages below the command line only where it is agreed', () => {
    const packages = imports.filter(
      ({ file, part, specifier }) => part === null && !specifier.startsWith('node:') && partOf(file) !== 'cli',
    );
    const isAgreed = ({ file, specifier }: Import): boolean =>
      (PACKAGES[partOf(file)] ?? []).some((name) => specifier === name || specifier.startsWith(`${name}/`));
    expect(packages.filter((one) => !isAgreed(one))).toEqual([]);
  });

  it('lets the page run in any browser: values of the pure parts, types of the others, three packages', () => {
    const page = importsUnder('web');
    expect(page.length).toBeGreaterThan(100);
    const foreign = page.filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('virtual:'));
    expect(foreign.filter(({ specifier }) => !PAGE_PACKAGES.test(specifier))).toEqual([]);
    const ofProgram = page.filter(({ specifier }) => specifier.includes('/src/'));
    const values = ofProgram.filter(({ isType }) => !isType).map(({ part }) => part ?? '');
    expect([...new Set(values)].filter((part) => !PAGE_PARTS.includes(part))).toEqual([]);
  });
});
