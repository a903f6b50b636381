import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PORT } from '../net/port.ts';
import { TRANSPORTS } from '../net/transport.ts';
import { isMuted, NO_OVERLAY, Overlay, type LocalNote, type OverlayFile } from './overlay.ts';

function file(path: string, ports: Readonly<Record<string, LocalNote>>): OverlayFile {
  return { path, ports, services: [] };
}

describe('the notes on a port', () => {
  it('are what its file says, with the name of the file', () => {
    const overlay = new Overlay([file('a', { '80/tcp': { label: 'web' } })]);
    expect(overlay.noteOn(80, 'tcp')).toEqual({ label: 'web', files: ['a'] });
    expect(overlay.noteOn(81, 'tcp')).toBeNull();
  });

  it('are of one transport, and say nothing of the others', () => {
    const overlay = new Overlay([file('a', { '53/udp': { label: 'resolver' } })]);
    for (const transport of TRANSPORTS) {
      expect(overlay.noteOn(53, transport)?.label, transport).toBe(transport === 'udp' ? 'resolver' : undefined);
    }
    // Asked again, from memory.
    expect(overlay.noteOn(53, 'tcp')).toBeNull();
    expect(overlay.noteOn(53, 'udp')?.label).toBe('resolver');
  });

  it('are merged field by field, and the nearest file wins', () => {
    const overlay = new Overlay([
      file('project', { '80/tcp': { label: 'shop' } }),
      file('user', { '80/tcp': { label: 'web', owner: 'me', process: ['nginx'] } }),
      file('system', { '80/tcp': { owner: 'it', exposure: 'network', process: ['httpd'] } }),
    ]);
    expect(overlay.noteOn(80, 'tcp')).toEqual({
      label: 'shop',
      owner: 'me',
      process: ['nginx'],
      exposure: 'network',
      files: ['project', 'user', 'system'],
    });
  });

  it('name only the files that speak of the port', () => {
    const overlay = new Overlay([file('a', { '81/tcp': { label: 'x' } }), file('b', { '80/tcp': { label: 'y' } })]);
    expect(overlay.noteOn(80, 'tcp')?.files).toEqual(['b']);
  });

  it('take a port before a range, and a narrow range before a wide one, however the file is ordered', () => {
    const notes: readonly (readonly [string, LocalNote])[] = [
      ['8000-9000/tcp', { label: 'wide', owner: 'wide', note: 'wide' }],
      ['8080/tcp', { label: 'port' }],
      ['8080-8090/tcp', { label: 'narrow', owner: 'narrow' }],
    ];
    for (const order of [notes, notes.toReversed()]) {
      const overlay = new Overlay([file('a', Object.fromEntries(order))]);
      expect(overlay.noteOn(8080, 'tcp')).toMatchObject({ label: 'port', owner: 'narrow', note: 'wide' });
      expect(overlay.noteOn(8081, 'tcp')).toMatchObject({ label: 'narrow', note: 'wide' });
      expect(overlay.noteOn(9000, 'tcp')).toMatchObject({ label: 'wide' });
      expect(overlay.noteOn(9001, 'tcp')).toBeNull();
    }
  });

  it('of a near range outweigh those of a far port', () => {
    const overlay = new Overlay([
      file('project', { '8000-8010/tcp': { label: 'previews' } }),
      file('user', { '8001/tcp': { label: 'mine', owner: 'me' } }),
    ]);
    expect(overlay.noteOn(8001, 'tcp')).toMatchObject({ label: 'previews', owner: 'me' });
  });

  it('hold for a range only when they cover all of it', () => {
    const overlay = new Overlay([file('a', { '100-200/tcp': { label: 'range' }, '150/tcp': { label: 'port' } })]);
    expect(overlay.noteOn(100, 'tcp', 200)?.label).toBe('range');
    expect(overlay.noteOn(149, 'tcp', 151)?.label).toBe('range');
    expect(overlay.noteOn(150, 'tcp', 150)?.label).toBe('port');
    expect(overlay.noteOn(199, 'tcp', 201)).toBeNull();
  });

  it('are those that a search through all of them finds, for any notes', () => {
    const key = fc
      .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }))
      .map(([a, b]) => (a === b ? `${a}/tcp` : `${Math.min(a, b)}-${Math.max(a, b)}/tcp`));
    const files = fc.array(fc.uniqueArray(key, { maxLength: 6 }), { maxLength: 3 });
    fc.assert(
      fc.property(files, fc.integer({ min: 0, max: 20 }), (keysOfFiles, port) => {
        const overlay = new Overlay(
          keysOfFiles.map((keys, index) =>
            file(String(index), Object.fromEntries(keys.map((text) => [text, { label: `${index} ${text}` }]))),
          ),
        );
        let expected: string | null = null;
        let width = Number.POSITIVE_INFINITY;
        for (const [index, keys] of keysOfFiles.entries()) {
          if (expected !== null) break;
          for (const text of keys) {
            const [from = 0, to = from] = text.replace('/tcp', '').split('-').map(Number);
            if (from <= port && port <= to && to - from < width) {
              width = to - from;
              expected = `${index} ${text}`;
            }
          }
        }
        const label = overlay.noteOn(port, 'tcp')?.label ?? null;
        if (expected === null) expect(label).toBeNull();
        // Two ranges of one width may both fit: then the file and the width decide nothing more.
        else expect(label?.split(' ')[0]).toBe(expected.split(' ')[0]);
        if (label !== null && expected !== null) {
          const [from = 0, to = from] = (label.split(' ')[1] ?? '').replace('/tcp', '').split('-').map(Number);
          expect(to - from).toBe(width);
        }
      }),
    );
  });

  it('are told one by one, the narrow before the wide of a file', () => {
    const overlay = new Overlay([
      file('a', { '1-9/tcp': { label: 'wide' }, '5/tcp': { label: 'port' } }),
      file('b', { '7/udp': { label: 'far' } }),
    ]);
    expect([...overlay.notes()].map(({ key, note, file: path }) => [key, note.label, path])).toEqual([
      ['5/tcp', 'port', 'a'],
      ['1-9/tcp', 'wide', 'a'],
      ['7/udp', 'far', 'b'],
    ]);
  });

  it('are none without notes, for any port', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_PORT }), fc.constantFrom(...TRANSPORTS), (port, transport) => {
        expect(NO_OVERLAY.noteOn(port, transport)).toBeNull();
        expect(NO_OVERLAY.namesOn(port, transport)).toEqual([]);
      }),
    );
    expect(NO_OVERLAY.keysNamed('web')).toEqual([]);
  });
});

const SERVICES = {
  path: '/etc/services',
  services: [
    { name: 'http', port: 80, transport: 'tcp', aliases: ['www'], comment: 'WorldWideWeb HTTP' },
    { name: 'domain', port: 53, transport: 'udp', aliases: [], comment: null },
  ],
} as const;

describe('the names that lists of this machine have for a port', () => {
  it('are told with the list, for the port and transport alone', () => {
    const overlay = new Overlay([], [SERVICES, { ...SERVICES, path: '/other' }]);
    const name = { name: 'http', aliases: ['www'], comment: 'WorldWideWeb HTTP' };
    expect(overlay.namesOn(80, 'tcp')).toEqual([
      { ...name, file: '/etc/services' },
      { ...name, file: '/other' },
    ]);
    expect(overlay.namesOn(80, 'udp')).toEqual([]);
    expect(overlay.namesOn(53, 'udp')).toHaveLength(2);
  });
});

describe('the keys that go by a name', () => {
  const overlay = new Overlay(
    [file('a', { '5432/tcp': { label: 'Orders', owner: 'Payments' }, '8000-8010/udp': { label: 'orders' } })],
    [SERVICES],
  );

  it.each([
    ['orders', ['5432/tcp', '8000-8010/udp']],
    ['ORDERS', ['5432/tcp', '8000-8010/udp']],
    ['payments', ['5432/tcp']],
    ['HTTP', ['80/tcp']],
    ['www', ['80/tcp']],
    ['order', []],
    ['', []],
  ])('%j are %j: the whole name, letter case aside', (name, keys) => {
    expect(overlay.keysNamed(name)).toEqual(keys);
  });
});

describe('a mute', () => {
  const untilMarch: LocalNote = { mute: { until: '2027-03-31' } };

  it('holds to the end of its last day, and no longer', () => {
    expect(isMuted(untilMarch, 'sockets.exposed-service', '2027-03-30')).toBe(true);
    expect(isMuted(untilMarch, 'sockets.exposed-service', '2027-03-31')).toBe(true);
    expect(isMuted(untilMarch, 'sockets.exposed-service', '2027-04-01')).toBe(false);
    expect(isMuted(untilMarch, 'sockets.exposed-service', '2028-01-01')).toBe(false);
  });

  it('is of the findings it names, and of all when it names none', () => {
    const some: LocalNote = { mute: { until: '2027-03-31', findings: ['sockets.a', 'sockets.b'] } };
    expect(isMuted(some, 'sockets.b', '2027-01-01')).toBe(true);
    expect(isMuted(some, 'sockets.c', '2027-01-01')).toBe(false);
    expect(isMuted(untilMarch, 'sockets.c', '2027-01-01')).toBe(true);
  });

  it('is none where nothing was noted', () => {
    expect(isMuted(null, 'sockets.a', '2027-01-01')).toBe(false);
    expect(isMuted({ label: 'x' }, 'sockets.a', '2027-01-01')).toBe(false);
  });
});
