import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/knowledge/answer.ts';
import type { Hit } from '../../src/knowledge/search/search.ts';
import { environment, PORTOLAN } from './program.fixture.ts';

/** An agent's client, as plain as can be: lines of JSON-RPC in, lines of JSON-RPC out. */
interface Reply {
  readonly id?: number;
  readonly result?: {
    readonly protocolVersion?: string;
    readonly serverInfo?: { readonly name: string };
    readonly tools?: readonly { readonly name: string; readonly inputSchema: unknown }[];
    readonly content?: readonly { readonly text: string }[];
    readonly structuredContent?: Readonly<Record<string, unknown>> & {
      readonly answers?: Answer[];
      readonly hits?: Hit[];
      readonly omitted?: number;
    };
    readonly isError?: boolean;
  };
  readonly error?: { readonly code: number };
}

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};
const INITIALIZED = { jsonrpc: '2.0', method: 'notifications/initialized' };

function call(id: number, name: string, args: unknown): object {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } };
}

/** Sends the lines, closes the input after so many seconds (what is not answered by then is not answered), and returns the replies by id with the exit code. */
function converse(
  lines: readonly (object | string)[],
  seconds = 0,
): { replies: Map<number, Reply>; code: number | null } {
  const input = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const { stdout, status } = spawnSync(
    '/bin/sh',
    ['-c', '(cat; sleep "$1") | "$0" mcp --store /nowhere/store', PORTOLAN, String(seconds)],
    {
      input: `${input}\n`,
      encoding: 'utf8',
      env: environment(),
      timeout: 30_000,
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const replies = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Reply);
  return {
    replies: new Map(replies.flatMap((reply) => (reply.id === undefined ? [] : [[reply.id, reply]]))),
    code: status,
  };
}

describe('portolan mcp', () => {
  it('introduces itself, lists its tools with schemas, and ends when the input ends', () => {
    const { replies, code } = converse([INITIALIZE, INITIALIZED, { jsonrpc: '2.0', id: 2, method: 'tools/list' }]);
    expect(code).toBe(0);
    expect(replies.get(1)?.result).toMatchObject({ protocolVersion: '2025-06-18', serverInfo: { name: 'portolan' } });
    const tools = replies.get(2)?.result?.tools ?? [];
    expect(tools.map((tool) => tool.name)).toEqual([
      'explain_port',
      'search_ports',
      'checked_claims',
      'glance',
      'list_sockets',
      'read_traffic',
    ]);
    for (const tool of tools) expect(tool.inputSchema).toMatchObject({ type: 'object' });
  });

  it('explains a port with the answers of explain --json', () => {
    const { replies } = converse([INITIALIZE, INITIALIZED, call(2, 'explain_port', { query: '109' })]);
    const [tcp] = replies.get(2)?.result?.structuredContent?.answers ?? [];
    expect(tcp).toMatchObject({ port: 109, transport: 'tcp' });
    expect(JSON.stringify(tcp?.corrections)).toContain('POP3');
    expect(JSON.parse(replies.get(2)?.result?.content?.[0]?.text ?? '')).toEqual(
      replies.get(2)?.result?.structuredContent,
    );
  });

  it('searches', () => {
    const { replies } = converse([
      INITIALIZE,
      INITIALIZED,
      call(2, 'search_ports', { query: 'remote desk', limit: 2 }),
    ]);
    const hits = replies.get(2)?.result?.structuredContent?.hits ?? [];
    expect(hits).toHaveLength(2);
    expect(hits[0]).toMatchObject({ port: 3389, transport: 'tcp', name: 'rdp' });
  });

  it('says how many answers of a wide range it left out', () => {
    const { replies } = converse([INITIALIZE, INITIALIZED, call(2, 'explain_port', { query: '0-65535' })]);
    const content = replies.get(2)?.result?.structuredContent;
    expect(content?.answers).toHaveLength(20);
    expect(content?.omitted).toBeGreaterThan(1000);
  });

  it('tells what listens here, and what of a log, within bounds', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-mcp-'));
    const log = join(folder, 'kern.log');
    const line = (port: number): string =>
      `Nov 22 08:00:${String(port % 60).padStart(2, '0')} gate kernel: [UFW BLOCK] IN=eth0 OUT= SRC=198.51.100.7 DST=192.0.2.1 LEN=44 TTL=50 ID=1 PROTO=TCP SPT=40000 DPT=${port} WINDOW=1024 SYN URGP=0\n`;
    writeFileSync(log, Array.from({ length: 300 }, (_, index) => line(index + 1)).join(''));
    const { replies, code } = converse(
      [
        INITIALIZE,
        INITIALIZED,
        call(2, 'glance', {}),
        call(3, 'list_sockets', { limit: 1 }),
        call(4, 'read_traffic', { path: log, limit: 1 }),
        call(5, 'checked_claims', { query: 'pop3', limit: 2 }),
        call(6, 'read_traffic', { path: join(folder, 'none.log') }),
        call(7, 'read_traffic', { path: '/dev/zero' }),
        call(8, 'list_sockets', { port: 70_000 }),
        call(9, 'ask_store', { question: 'top-ports' }),
      ],
      6,
    );
    rmSync(folder, { recursive: true });
    expect(code).toBe(0);
    const dataOf = (id: number): unknown => replies.get(id)?.result?.structuredContent;
    expect(dataOf(2)).toMatchObject({ summary: { listening: expect.any(Number) as number }, omitted: 0 });
    expect((dataOf(3) as { sockets: unknown[] }).sockets.length).toBeLessThanOrEqual(1);
    expect(dataOf(4)).toMatchObject({ summary: { events: 300 }, findings: [{ who: [{ name: '198.51.100.7' }] }] });
    expect(JSON.stringify(dataOf(5))).toContain('110');
    for (const id of [6, 7]) expect(replies.get(id)?.result?.content?.[0]?.text).toContain('there is no file');
    for (const id of [6, 7, 8]) expect(replies.get(id)?.result, String(id)).toMatchObject({ isError: true });
    expect(replies.get(9)?.error ?? replies.get(9)?.result?.isError).toBeTruthy();
  });

  it('answers nonsense with a sentence, and stays up for the next question', () => {
    const { replies, code } = converse([
      INITIALIZE,
      INITIALIZED,
      call(2, 'explain_port', { query: 'qqqqxyz' }),
      call(3, 'explain_port', { query: 443 }),
      call(4, 'explain_port', { query: 'x'.repeat(10_000) }),
      call(5, 'search_ports', { query: 'ssh', limit: 0 }),
      call(6, 'no_such_tool', {}),
      call(7, 'explain_port', { query: '70000' }),
      call(8, 'explain_port', { query: '22/tcp' }),
    ]);
    expect(code).toBe(0);
    expect(replies.get(2)?.result).toMatchObject({ isError: true });
    expect(replies.get(2)?.result?.content?.[0]?.text).toContain('search_ports');
    for (const id of [3, 4, 5, 7]) expect(replies.get(id)?.result, String(id)).toMatchObject({ isError: true });
    expect(replies.get(6)?.error ?? replies.get(6)?.result?.isError).toBeTruthy();
    expect(replies.get(8)?.result?.structuredContent?.answers?.[0]).toMatchObject({ port: 22 });
  });

  it('survives a line that is no JSON', () => {
    const { replies } = converse(['{ this is not', INITIALIZE, INITIALIZED, call(2, 'search_ports', { query: 'ssh' })]);
    expect(replies.get(2)?.result?.structuredContent?.hits?.[0]).toMatchObject({ port: 22 });
  });
});
