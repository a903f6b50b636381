import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type { FreeDocument, LeaseDocument, WaitDocument } from '../../src/cli/documents.ts';
import type { SocketEvent, TickEvent } from '../../src/cli/watch/events.ts';
import type { SchemaName } from '../../src/cli/schema-names.ts';
import { faultsByJsonSchema, faultsByZod, withUnknownField } from './contract.fixture.ts';
import { environment, makeFolder, portolan, PORTOLAN, removeFolder, ROOT } from './program.fixture.ts';

/** Answers that need sockets which open and close, held against their schemas. */
const whyNot = whyNoNamespace();
if (whyNot !== null) console.warn(`skipped: events of a watch against their schema, because ${whyNot}`);

function expectKept(name: SchemaName, value: unknown): void {
  expect(faultsByJsonSchema(name, value).slice(0, 5)).toEqual([]);
  expect(faultsByZod(name, value).slice(0, 5)).toEqual([]);
}

/** A queue that fills byte by byte, and connections that come and go: something of every type happens between two looks. */
const RESTLESS = `
  const { connect, createServer } = require('node:net');
  createServer({ pauseOnConnect: true }).listen(7901, '127.0.0.1', () => {
    const filling = connect(7901, '127.0.0.1', () => setInterval(() => filling.write('.'), 20));
    let brief = null;
    setInterval(() => { brief?.resetAndDestroy(); brief = connect(7901, '127.0.0.1'); }, 130);
    console.log('on');
  });
  process.stdin.on('end', () => process.exit()).resume();`;

describe.skipIf(whyNot !== null)('the events of a watch', () => {
  let namespace: NetworkNamespace;
  beforeEach(async () => {
    namespace = await NetworkNamespace.open();
  });
  afterEach(async () => namespace.close());

  it('keep to their schema, line by line, and are of every type', { timeout: 120_000 }, async () => {
    await namespace.start([process.execPath, join(ROOT, 'lab/socket-zoo.mjs')]);
    await namespace.start([process.execPath, '-e', RESTLESS]);
    const command = [PORTOLAN, 'sockets', '--watch', '--initial', '--interval', '100ms', '--count', '8'];
    const { stdout, stderr, status } = namespace.run(command, { environment: environment() });
    expect(status, stderr).toBe(0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as SocketEvent | TickEvent);
    expect(events.flatMap((event) => faultsByJsonSchema('sockets-event', event)).slice(0, 5)).toEqual([]);
    expect(events.flatMap((event) => faultsByZod('sockets-event', event)).slice(0, 5)).toEqual([]);
    expect(events.filter(({ type }) => type === 'tick')).toHaveLength(8);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['open', 'close', 'change', 'tick']));
    const changed = events.find((event): event is SocketEvent => event.type === 'change');
    expect(changed?.differences).not.toEqual([]);
  });

  it('have no field that the schema does not know', { timeout: 60_000 }, async () => {
    await namespace.start([process.execPath, join(ROOT, 'lab/socket-zoo.mjs')]);
    const command = [PORTOLAN, 'sockets', '--watch', '-ltnp', '--initial', '--count', '1'];
    const { stdout } = namespace.run(command, { environment: environment() });
    const lines = stdout.trimEnd().split('\n');
    for (const line of [lines[0] ?? '', lines.at(-1) ?? '']) {
      const event: unknown = JSON.parse(line);
      expectKept('sockets-event', event);
      for (const { path, changed } of withUnknownField(event)) {
        expect(faultsByJsonSchema('sockets-event', changed), path).not.toEqual([]);
        expect(faultsByZod('sockets-event', changed), path).not.toEqual([]);
      }
    }
  });
});

describe('the commands that give and wait for ports keep to their schemas', () => {
  let folder = '';
  let server: ChildProcess | null = null;
  beforeEach(() => {
    folder = makeFolder();
    mkdirSync(join(folder, 'app/.git'), { recursive: true });
  });
  afterEach(async () => {
    if (server !== null && server.exitCode === null && server.signalCode === null) {
      server.kill();
      await once(server, 'exit');
    }
    server = null;
    removeFolder(folder);
  });

  /** Runs a command that answers with one document, and holds that against its schema. */
  function answerOf<Document>(name: SchemaName, words: readonly string[], code: number): Document {
    const ran = portolan([...words, '--json'], {
      env: { XDG_STATE_HOME: join(folder, 'state') },
      cwd: join(folder, 'app'),
    });
    expect(ran.code, ran.err).toBe(code);
    const document: unknown = JSON.parse(ran.out);
    expectKept(name, document);
    return document as Document;
  }

  /** A web server that answers 503 until the second request: the port it has. */
  async function serve(): Promise<string> {
    const script = `
      let asked = 0;
      require('node:http').createServer((_, answer) => answer.writeHead(asked++ === 0 ? 503 : 204).end())
        .listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    server = child;
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    return port.toString().trim();
  }

  it('free', () => {
    expect(answerOf<FreeDocument>('free', ['free'], 0)).toMatchObject({ reserved: false });
    expect(answerOf<FreeDocument>('free', ['free', '3', '--from', '20000', '--to', '29999'], 0).ports).toHaveLength(3);
  });

  it('wait, for every condition, met and not', async () => {
    const port = await serve();
    const wait = (code: number, ...words: string[]): WaitDocument =>
      answerOf<WaitDocument>('wait', ['wait', port, ...words], code);
    expect(wait(0)).toMatchObject({
      condition: 'accepts',
      met: true,
      address: '127.0.0.1',
      status: null,
      target: null,
    });
    expect(wait(0, '--http=/health')).toMatchObject({ condition: 'http', met: true, status: 204, lastSeen: null });
    const busy = wait(1, '--free', '--timeout', '0');
    expect(busy).toMatchObject({ condition: 'free', met: false, address: null });
    expect(busy.lastSeen).not.toBeNull();
    server?.kill();
    if (server !== null) await once(server, 'exit');
    expect(wait(0, '--free')).toMatchObject({ condition: 'free', met: true, address: null });
    expect(wait(1, '--timeout', '100ms').lastSeen).toContain('refuses');
    const named = answerOf<WaitDocument>('wait', ['wait', `localhost:${port}`, '--timeout', '100ms'], 1);
    expect(named.target).toBe('localhost');
  });

  it('lease: taken, listed and dropped, as a document and line by line', () => {
    const [taken] = answerOf<LeaseDocument>('lease', ['lease', 'web'], 0).leases;
    expect(taken).toMatchObject({ name: 'web', project: join(folder, 'app'), projectExists: true });
    const { leases } = answerOf<LeaseDocument>('lease', ['lease', '--list'], 0);
    expect(leases).toEqual([taken]);
    const lines = portolan(['lease', '--list', '--ndjson'], { env: { XDG_STATE_HOME: join(folder, 'state') } }).out;
    for (const line of lines.trimEnd().split('\n')) expectKept('lease-row', JSON.parse(line));
    expect(answerOf<LeaseDocument>('lease', ['lease', '--drop', 'web'], 0).leases).toEqual([taken]);
    expect(answerOf<LeaseDocument>('lease', ['lease', '--list'], 0).leases).toEqual([]);
  });
});
