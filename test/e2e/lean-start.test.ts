import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment, PORTOLAN, ROOT } from './program.fixture.ts';

/** The commands that must start as fast as Node can, and so carry no validator, no database and no web framework. */
const FAST: readonly (readonly string[])[] = [
  ['explain', '443'],
  ['sockets'],
  ['sockets', '--json'],
  ['--help'],
  ['audit', '--help'],
  ['doctor'],
  [],
];

/** Parts of Node that speak to the network, keep a database or start others: nothing that a look at /proc needs. */
const HEAVY =
  /^NativeModule (_?http\w*|https|http2|net|tls|dgram|dns|sqlite|child_process|cluster|inspector|internal\/deps\/undici\/undici)$/;

/** Chunks of commands that open sockets or start a program, which is what they are for. */
const NEEDS_HEAVY = [
  'ask.cjs', // asks the server that has the store
  'audit-diff.cjs', // it and the next three come behind audit.cjs
  'audit-init.cjs',
  'audit-policy.cjs',
  'audit-topics.cjs',
  'audit.cjs',
  'demo-audit.cjs', // it comes behind audit.cjs, and the next one behind server.cjs
  'demo.cjs',
  'free.cjs',
  'hidden.cjs',
  'ingest.cjs',
  'lease.cjs',
  'other-systems.cjs',
  'ports.cjs',
  'recog.cjs', // comes behind audit.cjs
  'serve.cjs',
  'server.cjs',
  'store-backup.cjs', // it and the next three ask the server that has the store
  'store-drop.cjs',
  'store-restore.cjs',
  'store-stats.cjs',
  'tokens.cjs', // comes behind server.cjs
  'traffic-live.cjs',
  'traffic.cjs', // pipes are read by node:net
  'wait.cjs',
  'zstd.cjs', // comes behind traffic.cjs
];

/** At the end, tells what was loaded: files of JavaScript and parts of Node. */
const TRACER = `
const { writeFileSync } = require('node:fs');
process.on('exit', () => {
  writeFileSync(process.env.TRACE_TO, JSON.stringify({ files: Object.keys(require.cache), parts: process.moduleLoadList }));
});
`;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-lean-'));
  writeFileSync(join(folder, 'tracer.cjs'), TRACER);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Loaded {
  /** Files outside of the program's own folders. */
  readonly foreign: readonly string[];
  readonly heavy: readonly string[];
}

function loadedBy(...args: string[]): Loaded {
  const trace = join(folder, 'trace.json');
  const tracer = join(folder, 'tracer.cjs');
  const { status, stderr } = spawnSync(process.execPath, ['--require', tracer, ...args], {
    cwd: ROOT,
    env: environment({ TRACE_TO: trace }),
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(status, stderr).toBe(0);
  const { files, parts } = JSON.parse(readFileSync(trace, 'utf8')) as { files: string[]; parts: string[] };
  const own = [join(ROOT, 'bin/'), join(ROOT, 'dist/'), tracer];
  return {
    foreign: files.filter((file) => !own.some((place) => file.startsWith(place))),
    heavy: parts.filter((part) => HEAVY.test(part)),
  };
}

describe('what starts fast', () => {
  it.each(FAST.map((args) => [args]))('loads no file but its own and no heavy part of Node: %j', (args) => {
    expect(loadedBy(PORTOLAN, ...args)).toEqual({ foreign: [], heavy: [] });
  });

  it('would be caught if it did', () => {
    const { foreign, heavy } = loadedBy('-e', "require('zod'); require('node:http'); require('node:net')");
    expect(foreign.some((file) => file.includes('/zod/'))).toBe(true);
    expect(heavy).toEqual(expect.arrayContaining(['NativeModule http', 'NativeModule net']));
  });
});

/** A word that stands all over a package's own code, so that a bundle with the package in it has it too. */
const MARKS: readonly (readonly [name: string, mark: string, chunks: readonly string[]])[] = [
  ['zod', '_zod', ['mcp.cjs', 'zod.cjs']],
  ['yaml', 'YAMLParseError', ['overlay.cjs']],
  ['csv-parse', 'CSV_INVALID_CLOSING_QUOTE', []],
  ['@xmldom/xmldom', 'getElementsByTagNameNS', []],
];

describe('the bundle', () => {
  const chunks = readdirSync(join(ROOT, 'dist'))
    .filter((name) => name.endsWith('.cjs'))
    .map((name) => [name, readFileSync(join(ROOT, 'dist', name), 'latin1')] as const);

  it('requires nothing but its own chunks and light parts of Node', () => {
    const required = chunks.flatMap(([, text]) =>
      [...text.matchAll(/\brequire\((["'`])([^"'`]+)\1\)/g)].map((match) => match[2] ?? ''),
    );
    expect(required).toContain('node:fs'); // or the pattern no longer sees them
    const names = new Set(chunks.map(([name]) => `./${name}`));
    // ajv would write these into a validator of its own, which nobody asks for: they are text inside mcp.cjs.
    const foreign = required.filter((id) => !names.has(id) && !isBuiltin(id) && !id.startsWith('ajv'));
    expect(foreign).toEqual([]);
    const heavy = chunks
      .filter(([name]) => !NEEDS_HEAVY.includes(name))
      .flatMap(([, text]) => [...text.matchAll(/\brequire\((["'`])([^"'`]+)\1\)/g)].map((match) => match[2] ?? ''))
      .filter((id) => HEAVY.test(`NativeModule ${id.replace('node:', '')}`));
    expect(heavy).toEqual([]);
  });

  it.each(MARKS)('holds %s only in chunks that are loaded when there is something to read', (name, mark, allowed) => {
    expect(textOfPackage(name)).toContain(mark); // or the mark proves nothing
    expect(chunks.filter(([, text]) => text.includes(mark)).map(([chunk]) => chunk)).toEqual(allowed);
  });
});

/** All CommonJS code of a package, as a bundler would find it. */
function textOfPackage(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name);
  const root = entry.slice(0, entry.lastIndexOf(`/node_modules/${name}/`) + `/node_modules/${name}/`.length);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.c?js$/.test(file) && dirname(file) !== 'test')
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
}
