import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../build/contract/schemas.ts';
import type { AskDocument } from '../../src/cli/documents.ts';
import { fillStore } from '../../src/store/fill-store.fixture.ts';
import { openStore } from '../../src/store/open-store.ts';
import { generateData } from '../../src/store/question-data.fixture.ts';
import { QUESTION_NAMES } from '../../src/store/question-names.ts';
import { environment, makeFolder, portolan, PORTOLAN, removeFolder } from './program.fixture.ts';

const require = createRequire(import.meta.url);

let folder = '';
let store = '';

beforeAll(async () => {
  folder = makeFolder();
  store = join(folder, 'store');
  const opened = await openStore({ engine: 'duckdb', folder: store }, (name) => require(name) as unknown);
  await fillStore(opened, generateData(2000));
  await opened.close();
}, 120_000);

afterAll(() => removeFolder(folder));

const ask = (...words: string[]) => portolan(['ask', ...words, '--store', store]);

describe('portolan ask', () => {
  it('lists what there is to ask, and gives each its own page', () => {
    const { code, out } = portolan(['ask']);
    expect(code).toBe(0);
    for (const name of QUESTION_NAMES) expect(out).toContain(`\n${name}`);
    expect(CONTRACTS.questions.schema.safeParse(JSON.parse(portolan(['ask', '--json']).out)).error).toBeUndefined();
    expect(portolan(['ask', 'who-knocked', '--help']).out).toContain('portolan ask [options] who-knocked PORT');
    expect(portolan(['help', 'ask', 'timeline']).out).toContain('--bucket SPAN');
  });

  it('answers as a table, with what ports are known for', () => {
    const { code, out, err } = ask('top-ports', '--since', 'all', '--transport', 'tcp', '--limit', '30');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n').slice(0, 2).join('\n')).toMatch(/^top-ports · .*times in UTC\nPORT +KNOWN AS +EVENTS/);
    expect(out).toMatch(/^22\/tcp +ssh +\d/m);
    expect(out).toContain('only the first 30 rows; there are more: --limit shows more');
  });

  it('answers as JSON, lines and CSV, of one table and of several', () => {
    const { out } = ask('port-story', '22/tcp', '--since', 'all', '--json');
    const document = JSON.parse(out) as AskDocument;
    expect(CONTRACTS.ask.schema.safeParse(document).error).toBeUndefined();
    expect(document.parts.map(({ name }) => name)).toEqual(['listeners', 'days', 'sources', 'verdicts', 'findings']);
    const lines = ask('port-story', '22/tcp', '--since', 'all', '--ndjson').out.trimEnd().split('\n');
    expect(lines).toHaveLength(document.parts.reduce((sum, { rows }) => sum + rows.length, 0));
    expect(CONTRACTS['ask-row'].schema.safeParse(JSON.parse(lines[0] ?? '')).error).toBeUndefined();
    const csv = ask('listeners', '--csv').out;
    expect(csv).toMatch(/^port,transport,knownAs,address,reach,process,unit,sensor,sensorName,first,last\n/);
  });

  it('says where nothing is, and one command that may help', () => {
    expect(ask('who-knocked', '4/sctp').out).toContain(
      'Nothing. Look further back: portolan ask who-knocked --since all',
    );
    const none = join(folder, 'none');
    const { code, err } = portolan(['ask', 'top-ports', '--store', none]);
    expect({ code, err }).toEqual({
      code: 3,
      err: `portolan: there is no store in ${none}; portolan ingest begins one, and --store names another\n`,
    });
    expect(() => rmSync(none)).toThrow('ENOENT');
  });

  it.each([
    [['top-port'], 'did you mean top-ports?'],
    [['who-knocked'], 'who-knocked needs a port'],
    [['who-knocked', '22', '23'], '"23" is one word too many'],
    [['who-knocked', '22', '--port', '23'], 'the port is given twice'],
    [['top-ports', '22'], '"22" is one word too many'],
    [['top-ports', '--bucket', '1h'], 'has no option --bucket'],
    [['who-knocked', `22'; DROP TABLE events; --`], 'and got "22'],
    [['top-ports', '--since', '\u202e7d'], 'and got "?7d"'],
    [['top-ports', '--limit', '1e3'], 'and got "1e3"'],
    [['top-ports', '--limit', '99999999999999999999'], 'a whole number from 1 to 100000'],
    [['top-ports', '--sensor', `x' OR 1=1`], 'sensor takes the name or number of a sensor'],
    [['findings', '--severity', '__proto__'], 'one of info, low'],
  ])('refuses %j with exit code 2', (words, expected) => {
    const { code, out, err } = ask(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(expected);
  });

  it('takes a text as the text it is', () => {
    expect(ask('verdicts', '--check', `c" OR 1=1 --`).out).toContain(`c" OR 1=1 --`);
    expect(ask('verdicts', '--check', `nothing' OR 1=1 --`).out).toContain('Nothing.');
  });
});

describe('portolan ask, where portolan serve has the store', () => {
  let server: Server;
  let reply = { status: 200, body: '' };
  let asked: string | undefined;
  const place = (): string => join(folder, 'served');

  beforeAll(async () => {
    mkdirSync(place());
    server = createServer((request, response) => {
      asked = request.url;
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body);
    });
    await new Promise<void>((resolve) => server.listen(join(place(), 'serve.sock'), resolve));
  });

  afterAll(() => void server.close());

  /** Not to wait for: the server is in this process. */
  const run = (...words: string[]): Promise<{ code: number | null; out: string; err: string }> =>
    new Promise((resolve) => {
      const child = spawn(PORTOLAN, ['ask', ...words, '--store', place()], { env: environment({}) });
      let [out, err] = ['', ''];
      child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
      child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
      child.on('close', (code) => resolve({ code, out, err }));
    });

  const ANSWER = {
    question: 'who-knocked',
    description: '',
    parameters: { port: '22' },
    isPartial: true,
    partialBecause: 'shard 2 is down',
    milliseconds: 1,
    parts: [{ name: 'sources', title: '', columns: [], rows: [], isCut: false }],
  };

  it('asks that, and says loudly where the answer is partial', async () => {
    reply = { status: 200, body: JSON.stringify(ANSWER) };
    const { code, out, err } = await run('who-knocked', '22', '--since', '7d', '--strict');
    expect(asked).toBe('/api/v1/ask/who-knocked?since=7d&port=22');
    expect(out).toContain('PARTIAL: shard 2 is down');
    expect({ code, err }).toEqual({ code: 3, err: 'portolan: PARTIAL ANSWER: shard 2 is down\n' });
  });

  it('passes on what it refuses, and does not believe what is no answer', async () => {
    reply = { status: 400, body: '{"error":"sensor takes another\\u001b[2J"}' };
    expect(await run('top-ports', '--sensor', 'x')).toEqual({
      code: 2,
      out: '',
      err: 'portolan: sensor takes another?[2J\n',
    });
    reply = { status: 200, body: '{"parts":[{"rows":7}]}' };
    expect((await run('top-ports')).code).toBe(3);
    reply = { status: 503, body: 'busy' };
    expect((await run('top-ports')).err).toContain('status 503');
  });
});
