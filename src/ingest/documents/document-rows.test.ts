import { describe, expect, it } from 'vitest';
import { aResult, HOST, POLICY } from '../../audit/policy/result.fixture.ts';
import { LISTEN, NOW, snapshotOf, UNCONNECTED } from '../../sockets/machine.fixture.ts';
import { dossier, knowledgeOf, risk, usedBy } from '../../sockets/small-knowledge.fixture.ts';
import { recordListeners } from '../../sockets/diff/record.ts';
import { SocketView } from '../../sockets/socket-row.ts';
import { readRows } from '../batch-rows.fixture.ts';
import { findingBatches, findingsOfSockets } from '../finding-rows.ts';
import { listenerBatches, listenersOf } from '../listener-rows.ts';
import { verdictBatches } from '../verdict-rows.ts';
import { documentRows, isDocumentHead, isNdjsonHead } from './document-rows.ts';

const AT = NOW.getTime();
const frame = (kind: string) => ({ schema: `portolan/${kind}@1`, generatedAt: NOW.toISOString(), host: 'db-3' });
const rowsIn = async (document: object) => readRows((await documentRows(JSON.stringify(document))) ?? []);

const snapshot = snapshotOf({
  tcp: [
    { local: '0.0.0.0:6379', state: LISTEN, inode: 1 },
    { local: '127.0.0.1:5432', state: LISTEN, inode: 2 },
    { local: '10.0.0.5:6379', remote: '10.0.0.9:40000', state: 1, inode: 3 },
  ],
  tcp6: [{ local: '[::]:6379', state: LISTEN, inode: 4 }],
  udp: [
    { local: '0.0.0.0:40001', state: UNCONNECTED, inode: 5 },
    { local: '0.0.0.0:53', state: UNCONNECTED, inode: 6 },
  ],
  processes: [
    { pid: 10, name: 'redis-server', holds: [1, 3, 4], unit: 'redis.service' },
    { pid: 12, name: 'postgres', holds: [2] },
    { pid: 11, name: 'firefox', holds: [5] },
  ],
  settings: { 'ipv4/ip_local_port_range': '32768 60999' },
});
const view = new SocketView(
  snapshot,
  knowledgeOf([dossier(['6379/tcp'], { ...risk(4, 3, 1), ...usedBy('redis-server') })]),
);
const rows = Array.from({ length: snapshot.table.length }, (_, row) => view.rowAt(row));
const sockets = { ...frame('sockets'), findings: view.snapshotFindings, sockets: rows };

describe('a snapshot', () => {
  const live = readRows(listenerBatches(AT, listenersOf(view)));

  it('becomes a row for each address that is listened on, and none for clients', () => {
    const common = { ts: AT, proto: 6, unit_text: '' };
    const redis = { ...common, port: 6379, process_text: 'redis-server', unit_text: 'redis.service', reach: 4 };
    expect(live).toHaveLength(4);
    expect(live).toEqual(
      expect.arrayContaining([
        { ...redis, addr: '0.0.0.0' },
        { ...redis, addr: '::' },
        { ...common, addr: '127.0.0.1', port: 5432, process_text: 'postgres', reach: 0 },
        { ...common, addr: '0.0.0.0', port: 53, proto: 17, process_text: '', reach: 4 },
      ]),
    );
  });

  it('has findings that say port and rule, once each', () => {
    const found = readRows(findingBatches('sockets', AT, findingsOfSockets(view)));
    expect(found.filter((row) => row['port'] === 6379)).toEqual([
      {
        ts: AT,
        first_ts: AT,
        src: '::',
        dst: '::',
        rule_text: 'sockets.exposed-service',
        title_text: expect.stringContaining('open to any address') as string,
        subject_text: '6379/tcp redis-server',
        events: 2,
        port: 6379,
        proto: 6,
        severity: 3,
        confidence: 2,
        lens: 0,
      },
    ]);
  });

  it('gives the same rows live and as a document', async () => {
    const told = [...live, ...readRows(findingBatches('sockets', AT, findingsOfSockets(view)))];
    const read = await rowsIn(sockets);
    expect(read).toHaveLength(told.length);
    expect(read).toEqual(expect.arrayContaining(told));
  });

  it('that was saved gives the listeners that it gives live, and no findings', async () => {
    const saved = { ...frame('snapshot'), listeners: recordListeners(view) };
    const read = await rowsIn(saved);
    expect(read).toHaveLength(live.length);
    expect(read).toEqual(expect.arrayContaining(live));
  });

  it('that was saved says by the address how far each socket reaches, but in a container', async () => {
    const [first] = recordListeners(view);
    const process = { name: 'web', unit: 'docker.service', container: 'shop' };
    const reaches = async (exposure: string) => {
      const one = { ...first, exposure, addresses: ['127.0.0.1', '10.0.0.5', '::'], processes: [process] };
      const read = await rowsIn({ ...frame('snapshot'), listeners: [one, { ...one, probablyClient: true }] });
      expect(read.map((row) => row['unit_text'])).toEqual(read.map(() => 'container shop'));
      return read.map((row) => row['reach']);
    };
    expect(await reaches('wildcard')).toEqual([0, 2, 4]);
    expect(await reaches('contained')).toEqual([0, 6, 6]);
  });

  it('has workers that share a port once', () => {
    const workers = snapshotOf({
      tcp: [1, 2, 3].map((inode) => ({ local: '0.0.0.0:80', state: LISTEN, inode })),
      processes: [1, 2, 3].map((inode) => ({ pid: 20 + inode, name: 'nginx', holds: [inode] })),
    });
    expect(readRows(listenerBatches(AT, listenersOf(new SocketView(workers, knowledgeOf([])))))).toHaveLength(1);
  });
});

describe('an audit', () => {
  const result = aResult(POLICY, [HOST]);

  it('becomes a row for the state of each port and one for each check', () => {
    const verdicts = readRows(verdictBatches(AT, result.hosts));
    const common = { ts: AT, addr: '10.20.0.5', proto: 6, vantage: 3 };
    expect(verdicts).toEqual([
      { ...common, port: 22, check_text: '', verdict: 4, service_text: 'ssh OpenSSH 9.2p1' },
      { ...common, port: 23, check_text: '', verdict: 4, service_text: 'telnet' },
      { ...common, port: 23, check_text: 'telnet.cleartext', verdict: 3, service_text: 'telnet' },
      { ...common, port: 25, check_text: '', verdict: 4, service_text: 'smtp Postfix' },
      { ...common, port: 25, check_text: 'smtp.open-relay', verdict: 3, service_text: 'smtp Postfix' },
      { ...common, port: 995, check_text: '', verdict: 5, service_text: '' },
      { ...common, port: 8080, check_text: '', verdict: 4, service_text: 'http' },
    ]);
  });

  it('gives the same rows as a document, and its findings', async () => {
    const read = await rowsIn({ ...frame('audit'), ...result });
    expect(read.slice(0, 7)).toEqual(readRows(verdictBatches(AT, result.hosts)));
    expect(read.slice(7)).toHaveLength(result.findings.length);
    expect(read.find((row) => row['rule_text'] === 'smtp.open-relay')).toMatchObject({
      src: '10.20.0.5',
      port: 25,
      subject_text: 'mailhost 25/tcp',
      severity: 3,
      lens: 2,
    });
  });
});

describe('a report of traffic', () => {
  const finding = {
    ...{ id: 'traffic.sweep', severity: 'medium', confidence: 'high', title: 'a sweep', subject: '203.0.113.5' },
    ...{ first: '2026-11-22T00:00:00.000Z', last: '2026-11-22T00:01:39.000Z', count: 100 },
    who: [{ name: '203.0.113.5', events: 100 }],
    targets: [{ name: '192.0.2.7', events: 100 }],
    ports: [{ name: '22/tcp', events: 100 }],
    counts: { sources: 1, hosts: 1, ports: 1 },
  };

  it('says whom, whereto and which port, where it is one', async () => {
    const [one] = await rowsIn({ ...frame('traffic'), findings: [finding] });
    expect(one).toMatchObject({ src: '203.0.113.5', dst: '192.0.2.7', port: 22, proto: 6, events: 100, lens: 1 });
    const counts = { sources: 2, hosts: 3, ports: 4 };
    const [many] = await rowsIn({ ...frame('traffic'), findings: [{ ...finding, counts }] });
    expect(many).toMatchObject({ src: '::', dst: '::', port: 0, proto: 255 });
  });

  it('joins tellings of one finding by rule, subject and first time, and the last of them counts', async () => {
    const later = { ...finding, last: '2026-11-22T00:09:00.000Z', count: 900, severity: 'high' };
    const [before, after] = await rowsIn({ ...frame('traffic'), findings: [finding, later] });
    const identity = ['rule_text', 'subject_text', 'first_ts', 'lens'];
    expect(identity.map((name) => before?.[name])).toEqual(identity.map((name) => after?.[name]));
    expect([before?.['events'], after?.['events']]).toEqual([100, 900]);
    expect(Number(after?.['ts'])).toBeGreaterThan(Number(before?.['ts']));
  });

  it('has the time of the report where the log has none', async () => {
    const [row] = await rowsIn({ ...frame('traffic'), findings: [{ ...finding, first: '', last: '' }] });
    expect([row?.['ts'], row?.['first_ts']]).toEqual([AT, AT]);
  });
});

describe('other files', () => {
  it('are no documents, and are not read as such', async () => {
    for (const text of ['', '{', '[]', '{"timestamp":"2026"}', 'Nov 22 kernel: {"schema": "portolan/sockets@1"']) {
      expect(isDocumentHead(text)).toBe(false);
      expect(await documentRows(text)).toBeNull();
    }
    expect(isDocumentHead('\ufeff{\n  "schema": "portolan/sockets@1"')).toBe(true);
  });

  it('are known as lines for other programs where portolan wrote them', () => {
    const lines = [
      '{"id":"traffic.sweep","severity":"info"',
      '{"type":"finding","reason":"new"',
      '{"summary":{"inputs":[]',
      '{"time":"2026-03-11T20:35:11.000Z","end":"2026-',
      '{"transport":"tcp","family":"ipv4"',
    ];
    expect(lines.filter((line) => !isNdjsonHead(line))).toEqual([]);
    expect(['', '{"id":7', '{"type":"alert"', '{"time":1'].filter(isNdjsonHead)).toEqual([]);
  });

  it('are refused with what is wrong where they are documents', async () => {
    const refused = (value: object | string) => documentRows(typeof value === 'string' ? value : JSON.stringify(value));
    await expect(refused('{"schema":"portolan/sockets@1"')).rejects.toThrow('no JSON');
    await expect(refused(frame('explain'))).rejects.toThrow('kind explain');
    await expect(refused({ ...frame('audit'), schema: 'portolan/audit@2' })).rejects.toThrow('version 2');
    await expect(refused(frame('audit'))).rejects.toThrow('damaged: hosts');
    await expect(refused({ ...sockets, generatedAt: '9999-01-01T00:00:00Z' })).rejects.toThrow('generatedAt');
    const [first] = rows;
    const bad = { ...first, local: { address: '1.2.3.4', port: 70_000 } };
    await expect(refused({ ...sockets, sockets: [bad] })).rejects.toThrow('sockets.0.local.port');
  });
});
