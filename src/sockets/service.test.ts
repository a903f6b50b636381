import { describe, expect, it } from 'vitest';
import { directionOf, ListeningPorts } from './listening-ports.ts';
import { ESTABLISHED, LISTEN, snapshotOf, UNCONNECTED } from './machine.fixture.ts';
import { ServiceNamer, serviceOf } from './service.ts';
import { dossier, knowledgeOf } from './small-knowledge.fixture.ts';

const KNOWLEDGE = knowledgeOf(
  [
    dossier(['80/tcp'], { shortName: 'web' }),
    dossier(['6000-6063/tcp'], { shortName: 'x11' }),
    dossier(['6006/tcp'], { shortName: 'tensorboard' }),
    dossier(['1234/tcp'], {}), // a dossier without a short name
    dossier(['1024-65535/tcp', '1024-65535/udp'], { kind: 'class', shortName: 'above' }),
    dossier(['51820/udp'], { shortName: 'wireguard' }),
  ],
  { '80/tcp': ['http', 'www'], '80/udp': ['http'], '1234/tcp': ['search-agent'], '50000/tcp': ['nobody'] },
);

describe('the name of a service', () => {
  const namer = new ServiceNamer(KNOWLEDGE);

  it('is the one that people use, where a dossier has it', () => {
    expect(namer.nameOf('tcp', 80)).toEqual({ name: 'web', source: 'dossier' });
  });

  it("is IANA's first name where no dossier has a short one, and says so", () => {
    expect(namer.nameOf('udp', 80)).toEqual({ name: 'http', source: 'registry' });
    expect(namer.nameOf('tcp', 1234)).toEqual({ name: 'search-agent', source: 'registry' });
  });

  it('is that of the narrowest dossier', () => {
    expect(namer.nameOf('tcp', 6000)?.name).toBe('x11');
    expect(namer.nameOf('tcp', 6006)?.name).toBe('tensorboard');
  });

  it('is never that of a class of ports', () => {
    expect(namer.nameOf('tcp', 2000)).toBeNull();
    expect(namer.dossierOf('udp', 2000)).toBeNull();
  });

  it('is not taken from the registry for a dynamic port, which cannot be registered', () => {
    expect(namer.nameOf('tcp', 50_000)).toBeNull();
    expect(namer.nameOf('udp', 51_820)).toEqual({ name: 'wireguard', source: 'dossier' });
  });

  it('is kept apart by transport, also when asked for again', () => {
    expect(namer.nameOf('udp', 80)?.name).toBe('http');
    expect(namer.nameOf('tcp', 80)?.name).toBe('web');
    expect(namer.nameOf('tcp', 0)).toBeNull();
    expect(namer.nameOf('udp', 0)).toBeNull();
    expect(namer.nameOf('tcp', 65_535)).toBeNull();
  });
});

describe('the service of a socket', () => {
  const { table } = snapshotOf({
    tcp: [
      { local: '0.0.0.0:80', state: LISTEN, inode: 1 },
      { local: '10.0.0.5:80', remote: '10.0.0.9:6000', state: ESTABLISHED, inode: 2 },
      { local: '10.0.0.5:40000', remote: '10.0.0.9:80', state: ESTABLISHED, inode: 3 },
      { local: '10.0.0.5:40001', remote: '10.0.0.9:40002', state: ESTABLISHED, inode: 4 },
    ],
    udp: [{ local: '0.0.0.0:80', state: UNCONNECTED, inode: 5 }],
  });
  const listening = new ListeningPorts(table);
  const namer = new ServiceNamer(KNOWLEDGE);
  const service = (row: number) => serviceOf(table, row, directionOf(table, row, listening), namer);

  it('is at the near end of a listener and of a connection that came in', () => {
    expect(service(0)).toEqual({ name: 'web', source: 'dossier', port: 80, transport: 'tcp', side: 'local' });
    expect(service(1)).toEqual({ name: 'web', source: 'dossier', port: 80, transport: 'tcp', side: 'local' });
    expect(service(4)).toEqual({ name: 'http', source: 'registry', port: 80, transport: 'udp', side: 'local' });
  });

  it('is at the far end of a connection that went out', () => {
    expect(service(2)).toEqual({ name: 'web', source: 'dossier', port: 80, transport: 'tcp', side: 'remote' });
  });

  it('is null where nobody knows the number', () => {
    expect(service(3)).toBeNull();
  });
});
