import { spawnSync } from 'node:child_process';
import { readFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import type * as LibraryModule from '../../src/library/knowledge.ts';
import { environment, makeFolder, portolan, removeFolder, ROOT, type Ran } from './program.fixture.ts';

type Library = typeof LibraryModule;

const BUNDLE = join(ROOT, 'dist/library/knowledge.js');

let consumer = '';
let library: Library;
let knowledge: Knowledge;

beforeAll(async () => {
  consumer = makeFolder();
  writeFileSync(join(consumer, 'package.json'), '{ "name": "consumer", "type": "module" }');
  mkdirSync(join(consumer, 'node_modules'));
  symlinkSync(ROOT, join(consumer, 'node_modules/portolan'));
  library = (await import(pathToFileURL(BUNDLE).href)) as Library;
  knowledge = await library.loadKnowledge();
});

afterAll(() => removeFolder(consumer));

/** Runs a module of the consumer's in Node; what it prints is JSON. */
function runModule(code: string): unknown {
  writeFileSync(join(consumer, 'run.js'), code);
  const ran = spawnSync(process.execPath, ['run.js'], {
    cwd: consumer,
    env: environment(),
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout);
}

const HEAD = `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ArtefactError, explain, loadKnowledge, PortSearch, QueryError } from 'portolan/knowledge';
const file = createRequire(import.meta.url).resolve('portolan/knowledge.bin');
const bytes = readFileSync(file);
const look = (knowledge) => [
  knowledge.registry.lookUp(443, 'tcp').names,
  knowledge.dossiersOn(9200, 'tcp')[0]?.shortName,
  explain(knowledge, '19/udp')[0]?.shortName,
  new PortSearch(knowledge).find('remote desk')[0]?.port,
];
const failure = (promise) => promise.then(
  () => 'resolved',
  (error) => [error instanceof Error, error instanceof ArtefactError, error.message],
);
`;

/** What the head of the library's source promises. */
const PROMISED = [['https'], 'elasticsearch', 'chargen', 3389];

describe("import 'portolan/knowledge'", () => {
  it('knows what came with the package, and is given it by bytes and by the address of a file', () => {
    const seen = runModule(`${HEAD}
      console.log(JSON.stringify([
        look(await loadKnowledge()),
        look(await loadKnowledge(bytes)),
        look(await loadKnowledge(new Uint8Array(bytes))),
        look(await loadKnowledge(pathToFileURL(file))),
      ]));`);
    expect(seen).toEqual([PROMISED, PROMISED, PROMISED, PROMISED]);
  });

  it('fetches it where it lies on a server, and rejects with the address where it does not', () => {
    const seen = runModule(`${HEAD}
      const server = createServer((request, response) => {
        response.statusCode = request.url === '/knowledge.bin' ? 200 : 404;
        response.end(response.statusCode === 200 ? bytes : 'not here');
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const base = 'http://127.0.0.1:' + server.address().port;
      const found = look(await loadKnowledge(new URL('/knowledge.bin', base)));
      const missing = await failure(loadKnowledge(new URL('/missing.bin', base)));
      server.close();
      server.closeAllConnections();
      const gone = await failure(loadKnowledge(new URL('/knowledge.bin', base)));
      console.log(JSON.stringify({ found, missing, gone, base }));`) as Record<string, unknown>;
    expect(seen['found']).toEqual(PROMISED);
    expect(seen['missing']).toEqual([true, false, `${String(seen['base'])}/missing.bin answers 404 Not Found`]);
    expect(seen['gone']).toEqual([true, false, expect.stringContaining(`${String(seen['base'])}/knowledge.bin`)]);
  });

  it('rejects with ArtefactError what is no knowledge base, and with the address what is not there', () => {
    const seen = runModule(`${HEAD}
      const flipped = new Uint8Array(bytes);
      flipped[0] ^= 0xff;
      console.log(JSON.stringify([
        await failure(loadKnowledge(new Uint8Array(0))),
        await failure(loadKnowledge(new TextEncoder().encode('ports: {}'.repeat(100)))),
        await failure(loadKnowledge(flipped)),
        await failure(loadKnowledge(new URL('package.json', pathToFileURL(process.cwd() + '/')))),
        await failure(loadKnowledge(new URL('missing.bin', pathToFileURL(process.cwd() + '/')))),
      ]));`) as unknown[];
    const artefactError = [true, true, expect.any(String)];
    expect(seen.slice(0, 4)).toEqual([artefactError, artefactError, artefactError, artefactError]);
    expect(seen[4]).toEqual([true, false, expect.stringContaining('missing.bin')]);
  });

  it('needs nothing of Node where it gets bytes', () => {
    const seen = runModule(`
      import { readFileSync } from 'node:fs';
      const bytes = new Uint8Array(readFileSync('node_modules/portolan/dist/knowledge.bin'));
      const print = console.log;
      for (const name of ['process', 'Buffer', 'global', 'setImmediate', 'require']) delete globalThis[name];
      const { loadKnowledge, explain } = await import('portolan/knowledge');
      const knowledge = await loadKnowledge(bytes);
      print(JSON.stringify([typeof process, typeof Buffer, explain(knowledge, 'https')[0].port]));`);
    expect(seen).toEqual(['undefined', 'undefined', 443]);
  });

  it('tells a question that has no answer as QueryError', () => {
    const seen = runModule(`${HEAD}
      const knowledge = await loadKnowledge();
      const kinds = ['http/tpc', '70000', 'no-such-name-at-all', ''].map((question) => {
        try { explain(knowledge, question); } catch (error) { return [error instanceof QueryError, error.kind]; }
      });
      console.log(JSON.stringify(kinds));`);
    expect(seen).toEqual([
      [true, 'unknown-name'],
      [true, 'unreadable'],
      [true, 'unknown-name'],
      [true, 'unreadable'],
    ]);
  });

  it('is closed but for what the package exports', () => {
    expect(() => runModule(`import 'portolan/dist/portolan.cjs';`)).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
    expect(() => runModule(`import 'portolan';`)).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

describe('the module', () => {
  it('imports nothing, but for the reader of files when it is given one', async () => {
    const { metafile } = await build({
      entryPoints: [BUNDLE],
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'browser',
      logLevel: 'silent',
    });
    expect(Object.keys(metafile.inputs)).toHaveLength(1);
    expect(Object.values(metafile.inputs).flatMap(({ imports }) => imports)).toEqual([]);
    const text = readFileSync(BUNDLE, 'utf8');
    expect(text.match(/node:[a-z/]+/g)).toEqual(['node:fs/promises']);
    expect(text.match(/\bimport\s*\(|\brequire\s*\(/g)).toHaveLength(1);
  });
});

/** Compiles a module of the consumer's with the strictest settings. */
function compile(code: string, options: Readonly<Record<string, unknown>>): Ran {
  writeFileSync(join(consumer, 'main.ts'), code);
  const compilerOptions = {
    strict: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    target: 'es2022',
    ...options,
  };
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'],
    { cwd: consumer, env: environment(), encoding: 'utf8', timeout: 60_000 },
  );
  return { code: status, out: stdout, err: stderr };
}

const TYPED = `
import { explain, loadKnowledge, PortSearch, type Answer, type Hit, type Transport } from 'portolan/knowledge';
const transport: Transport = 'tcp';
const knowledge = await loadKnowledge(new URL('http://127.0.0.1/knowledge.bin'));
export const names: readonly string[] = knowledge.registry.lookUp(443, transport).names;
export const answers: Answer[] = explain(knowledge, '19/udp');
export const hits: Hit[] = new PortSearch(knowledge).find('remote desk');
`;

const NODE_NEXT = { module: 'nodenext', moduleResolution: 'nodenext' };
const BUNDLER = { module: 'esnext', moduleResolution: 'bundler' };
const NODE_TYPES = { lib: ['es2022'], types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] };

describe('the types', () => {
  it.each<[where: string, options: Readonly<Record<string, unknown>>]>([
    ['a browser, with a bundler', { ...BUNDLER, lib: ['es2022', 'dom'], types: [] }],
    ['Node', { ...NODE_NEXT, ...NODE_TYPES }],
  ])('hold in a strict project for %s, its libraries checked too', (_, options) => {
    expect(compile(TYPED, options)).toEqual({ code: 0, out: '', err: '' });
  });

  it('are no blank cheque: a wrong use is refused', () => {
    const options = { ...BUNDLER, lib: ['es2022', 'dom'], types: [] };
    const wrong = [
      `(await loadKnowledge()).registry.lookUp(443, 'icmp');`,
      `(await loadKnowledge()).registry.lookUp('443', 'tcp');`,
      `const title: string = (await loadKnowledge()).dossiersOn(80, 'tcp')[0].title;`,
      `explain(await loadKnowledge(), '19/udp')[0]!.nothing;`,
      `await loadKnowledge('knowledge.bin');`,
    ];
    const code = `import { explain, loadKnowledge } from 'portolan/knowledge';\n${wrong.join('\n')}\nexport {};\n`;
    const { code: status, out } = compile(code, options);
    expect(status).not.toBe(0);
    const lines = [...out.matchAll(/^main\.ts\((\d+),/gm)].map(([, line]) => Number(line));
    expect([...new Set(lines)]).toEqual([2, 3, 4, 5, 6]);
  });
});

describe('a look-up', () => {
  const port = fc.integer({ min: 0, max: 65_535 });
  const transport = fc.constantFrom('tcp', 'udp', 'sctp', 'dccp');

  it('answers for every port there is', () => {
    fc.assert(
      fc.property(port, fc.constantFrom(...library.TRANSPORTS), (number, of) => {
        const { status, names, records } = knowledge.registry.lookUp(number, of);
        expect(status).toMatch(/^(assigned|reserved|unassigned|de-registered|dynamic|no-row)$/);
        if (status !== 'assigned') expect(names).toEqual([]);
        else expect(records.length).toBeGreaterThan(0);
        for (const { keys } of knowledge.dossiersOn(number, of)) {
          const covers = keys
            .map(library.parsePortKey)
            .some((key) => key !== null && key.transport === of && key.from <= number && number <= key.to);
          expect(covers).toBe(true);
        }
        const answers = library.explain(knowledge, `${number}/${of}`);
        expect(answers).toHaveLength(1);
        expect(answers[0]).toMatchObject({ port: number, lastPort: number, transport: of });
        expect(answers[0]?.registry.names).toEqual(names);
      }),
      { numRuns: 500 },
    );
  });

  it('says what the program says, number by number', () => {
    const asked = fc
      .sample(fc.tuple(port, transport), { numRuns: 40, seed: 7 })
      .map(([number, of]) => `${number}/${of}`);
    const questions = [...asked, '19/udp', '443', '6000-6063', 'https', 'netbus'];
    const { out } = portolan(['explain', '--ndjson', '--no-here', '--no-overlay', ...questions]);
    const said = out
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const answers = questions.flatMap((question) => library.explain(knowledge, question));
    expect(JSON.parse(JSON.stringify(answers))).toEqual(said);
  });

  it('of any words ends in answers or in QueryError', () => {
    const search = new library.PortSearch(knowledge);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        for (const hit of search.find(text, 5)) expect(library.parsePort(String(hit.port))).toBe(hit.port);
        try {
          expect(library.explain(knowledge, text).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(library.QueryError);
        }
      }),
      { numRuns: 60 },
    );
  });
});
