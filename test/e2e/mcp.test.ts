import { spawnSync } from 'node:child_process';
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
    readonly structuredContent?: { readonly answers?: Answer[]; readonly hits?: Hit[]; readonly omitted?: number };
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

/** Sends the lines, closes the input, and returns the replies by id with the exit code. */
function converse(lines: readonly (object | string)[]): { replies: Map<number, Reply>; code: number | null } {
  const input = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const { stdout, status } = spawnSync(PORTOLAN, ['mcp'], {
    input: `${input}\n`,
    encoding: 'utf8',
    env: environment(),
    timeout: 30_000,
    maxBuffer: 64 * 1024 * 1024,
  });
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
    expect(tools.map((tool) => tool.name)).toEqual(['explain_port', 'search_ports']);
    for (const tool of tools) {
      expect(tool.inputSchema).toMatchObject({ type: 'object', properties: { query: { type: 'string' } } });
    }
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
