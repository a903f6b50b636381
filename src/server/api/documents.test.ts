import { describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../../build/contract/schemas.ts';
import type { SchemaName } from '../../cli/schema-names.ts';
import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import { NO_OVERLAY } from '../../knowledge/overlay.ts';
import { ESTABLISHED, LISTEN, NOW, snapshotOf, type Machine } from '../../sockets/machine.fixture.ts';
import { SocketView, type SocketRow } from '../../sockets/socket-row.ts';
import { atlasDocument } from './atlas.ts';
import { ApiError, type ApiDesk } from './desk.ts';
import { explainDocument } from './explain.ts';
import { glanceDocument } from './glance.ts';
import { claimsDocument, patternsDocument } from './knowledge.ts';
import { lookAround } from './look.ts';
import { searchDocument } from './search.ts';
import { changesBetween, socketKey } from './socket-changes.ts';
import { socketsDocument } from './sockets.ts';

const SSHD = { local: '0.0.0.0:22', state: LISTEN, inode: 7 };
const REDIS = { local: '0.0.0.0:6379', state: LISTEN, inode: 8 };
const MACHINE: Machine = {
  tcp: [SSHD, REDIS, { local: '192.0.2.1:22', remote: '198.51.100.7:40000', state: ESTABLISHED, inode: 9 }],
  udp: [{ local: '127.0.0.1:123', state: 7, inode: 10 }],
  processes: [
    { pid: 10, name: 'sshd', holds: [7, 9], uid: 0 },
    { pid: 11, name: 'redis-server', holds: [8] },
  ],
};

const deskOf = (machine: Machine = MACHINE): ApiDesk => ({
  knowledge: ownKnowledge(),
  overlay: () => Promise.resolve(NO_OVERLAY),
  takeSnapshot: (request) => Promise.resolve(snapshotOf(machine, request)),
  now: () => NOW,
  version: '1.2.3',
  host: 'db-3',
});

/** As it arrives: what is not JSON is lost on the way. */
const sent = (document: object): unknown => JSON.parse(JSON.stringify(document)) as unknown;

/** What the schema of a command's answer has against a document. */
function faultsBy(name: SchemaName, value: unknown): unknown[] {
  return CONTRACTS[name].schema.safeParse(value).error?.issues ?? [];
}

describe('an answer of the API', () => {
  it('is what the command line writes: explain', async () => {
    const document = sent(await explainDocument(deskOf(), ['443/tcp', 'netbus']));
    expect(faultsBy('explain', document)).toEqual([]);
    expect(document).toMatchObject({ schema: 'portolan/explain@1', host: 'db-3' });
    expect(JSON.stringify(document)).toContain('12345');
  });

  it('is what the command line writes: search', async () => {
    const document = sent(await searchDocument(deskOf(), 'remote desk', '3'));
    expect(faultsBy('search', document)).toEqual([]);
    expect(document).toMatchObject({ query: 'remote desk', hits: [{ port: 3389 }, {}, {}] });
  });

  it('is what the command line writes: glance', async () => {
    const document = sent(await glanceDocument(deskOf()));
    expect(faultsBy('glance', document)).toEqual([]);
    expect(document).toMatchObject({ summary: { listening: 3, connected: 1 } });
  });

  it('is what the command line writes: sockets, whose rows arrive piece by piece', async () => {
    const desk = deskOf();
    const pieces = [...socketsDocument(desk, await lookAround(desk))];
    const document = JSON.parse(pieces.join('')) as { sockets: SocketRow[] };
    expect(faultsBy('sockets', document)).toEqual([]);
    expect(document.sockets.map(({ local }) => local.port)).toEqual([22, 6379, 22, 123]);
    const many = deskOf({
      tcp: Array.from({ length: 500 }, (_, at) => ({ ...SSHD, local: `127.0.0.1:${at + 1}`, inode: at + 100 })),
    });
    const long = [...socketsDocument(many, await lookAround(many))];
    expect(long.length).toBeGreaterThan(2);
    expect(JSON.parse(long.join(''))).toMatchObject({ sockets: { length: 500 } });
  });

  it('is what the command line writes: claims and patterns', () => {
    expect(faultsBy('claims', sent(claimsDocument(deskOf())))).toEqual([]);
    expect(faultsBy('patterns', sent(patternsDocument(deskOf())))).toEqual([]);
  });

  it.each([
    [[], 'give 1 to 20 questions'],
    [['0-65535'], 'more than 500 answers'],
    [['99999'], '99999'],
  ])('is an error with a way on, for %j', async (queries, words) => {
    const refused = explainDocument(deskOf(), queries);
    await expect(refused).rejects.toThrow(ApiError);
    await expect(refused).rejects.toThrow(words);
  });

  it('is none for a search without words, or with a limit that is none', async () => {
    await expect(searchDocument(deskOf(), ' ', null)).rejects.toThrow('nothing to search for');
    for (const limit of ['0', '-1', '1e9', 'x'])
      await expect(searchDocument(deskOf(), 'web', limit)).rejects.toThrow('from 1 to 1000');
  });
});

describe('the atlas', () => {
  it('has a digit for each of 65,536 ports, and what waits here', async () => {
    const desk = deskOf();
    const document = sent(atlasDocument(desk, await lookAround(desk), null)) as {
      tcp: { knowledge: string; risk: string };
      udp: { knowledge: string };
      here: unknown[];
      logs: null;
    };
    expect(document.tcp.knowledge).toMatch(/^[0-3]{65536}$/);
    expect(document.tcp.risk).toMatch(/^[0-4]{65536}$/);
    expect(document.udp.knowledge).toHaveLength(65_536);
    // Telnet has a dossier and is no thing for the internet; 4 is nobody's, 2 is registered and no more.
    expect([document.tcp.knowledge[23], document.tcp.knowledge[4]]).toEqual(['3', '0']);
    expect(Number(document.tcp.risk[23])).toBeGreaterThanOrEqual(3);
    expect(document.here).toContainEqual({ port: 6379, transport: 'tcp', exposure: 'wildcard', sockets: 1 });
    expect(document.logs).toBeNull();
  });
});

describe('changes of the sockets', () => {
  const viewOf = (machine: Machine): SocketView => new SocketView(snapshotOf(machine), ownKnowledge());

  it('are the rows that came, and the keys of those that went', () => {
    const [before, now] = [viewOf({ ...MACHINE, tcp: [SSHD] }), viewOf({ ...MACHINE, tcp: [REDIS] })];
    const changes = changesBetween(before, now);
    expect(changes?.added.map(({ local }) => local.port)).toEqual([6379]);
    expect(changes?.gone).toEqual([socketKey(before.rowAt(0))]);
    expect(changes?.gone).toEqual(['tcp|ipv4|0.0.0.0|22|0.0.0.0|0|7']);
    expect(changesBetween(before, viewOf({ ...MACHINE, tcp: [SSHD] }))).toBeNull();
  });
});
