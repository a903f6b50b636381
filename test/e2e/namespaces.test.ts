import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type { SocketsDocument } from '../../src/cli/documents.ts';
import { portolan } from './program.fixture.ts';

const missing = whyNoNamespace();
if (missing !== null) console.warn(`SKIPPED: sockets of other network namespaces: ${missing}`);

const PORT = 6379;
const SERVER = `require('net').createServer().listen(${PORT}, '0.0.0.0', () => console.log('ready')); process.stdin.on('end', () => process.exit()).resume();`;

describe.skipIf(missing !== null)('sockets --netns all', () => {
  let namespace: NetworkNamespace;
  beforeAll(async () => {
    namespace = await NetworkNamespace.open();
    await namespace.start([process.execPath, '-e', SERVER]);
  });
  afterAll(() => namespace.close());

  it('shows what listens in another namespace, labelled, and never as reachable from everywhere', () => {
    const { out } = portolan(['sockets', '-tln', '--netns', 'all', '--json']);
    const { sockets } = JSON.parse(out) as SocketsDocument;
    const inside = sockets.filter((socket) => socket.local.port === PORT && socket.namespace !== null);
    expect(inside).toHaveLength(1);
    expect(inside[0]).toMatchObject({ exposure: 'contained', sharing: 1, findings: expect.any(Array) as unknown });
    expect(inside[0]?.findings.map(({ id }) => id)).not.toContain('sockets.exposed-service');
  });

  it('is not mixed into our own namespace without being asked', () => {
    const { out } = portolan(['sockets', '-tln', '--json']);
    const { sockets } = JSON.parse(out) as SocketsDocument;
    expect(sockets.filter((socket) => socket.namespace !== null)).toEqual([]);
    expect(sockets.filter((socket) => socket.local.port === PORT && socket.exposure === 'contained')).toEqual([]);
  });

  it('has a heading of its own as text', () => {
    const { out } = portolan(['sockets', '-tlnp', '--netns', 'all']);
    expect(out).toMatch(/^network namespace .*\(net:\[\d+\]\)$/m);
  });

  it('takes no other value', () => {
    expect(portolan(['sockets', '--netns', 'web'])).toMatchObject({ code: 2 });
  });
});
