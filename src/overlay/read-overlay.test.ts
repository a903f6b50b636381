import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverlayError } from './overlay-error.ts';
import { readOverlay } from './read-overlay.ts';

const PATH = '~/portolan.yaml';

function complaint(text: string): string {
  try {
    readOverlay(PATH, text);
  } catch (error) {
    if (error instanceof OverlayError) return error.message;
    throw error;
  }
  return '';
}

describe('a file of notes', () => {
  it('is read with everything that can be noted', () => {
    const text = `
$schema: https://example.org/overlay.json
version: 1
services: [/etc/services]
ports:
  5432/tcp:
    label: orders database
    owner: team payments
    process: postgres
    exposure: network
    mute: { until: 2027-03-31, findings: [sockets.exposed-service], reason: moves in spring }
    note: |
      first line
      second line
  8000-8010/tcp: { process: [node, deno] }
`;
    expect(readOverlay(PATH, text)).toEqual({
      path: PATH,
      services: ['/etc/services'],
      ports: {
        '5432/tcp': {
          label: 'orders database',
          owner: 'team payments',
          process: ['postgres'],
          exposure: 'network',
          mute: { until: '2027-03-31', findings: ['sockets.exposed-service'], reason: 'moves in spring' },
          note: 'first line\nsecond line',
        },
        '8000-8010/tcp': { process: ['node', 'deno'] },
      },
    });
  });

  it.each([
    ['is empty', ''],
    ['holds nothing but comments', '# ports:\n#   80/tcp: { label: web }\n'],
    ['holds an empty document', '---\n...\n'],
    ['names no port', 'version: 1'],
  ])('says nothing when it %s', (_, text) => {
    expect(readOverlay(PATH, text)).toEqual({ path: PATH, ports: {}, services: [] });
  });

  it.each([
    ['a version to come', 'version: 2', '1:10: version: '],
    ['a misspelt field', 'ports:\n  80/tcp: { lable: web }', '2:13: ports.80/tcp: Unrecognized key: "lable"'],
    ['a port without a transport', 'ports:\n  80: { label: web }', '2:3: ports.80: not a port key such as 6379/tcp'],
    ['a port that is none', 'ports:\n  65536/tcp: { label: web }', '2:3: ports.65536/tcp: not a port key'],
    ['a range that runs backwards', 'ports:\n  9-8/tcp: { label: web }', '2:3: ports.9-8/tcp: not a port key'],
    ['a note that says nothing', 'ports:\n  80/tcp: {}', '2:11: ports.80/tcp: says nothing'],
    ['an exposure of nobody', 'ports:\n  80/tcp: { exposure: lan }', '2:23: ports.80/tcp.exposure: '],
    [
      'a day that does not exist',
      'ports:\n  80/tcp: { mute: { until: 2027-02-30 } }',
      '2:28: ports.80/tcp.mute.until: ',
    ],
    ['a mute without an end', 'ports:\n  80/tcp: { mute: { reason: x } }', '2:19: ports.80/tcp.mute.until: '],
    [
      'a finding that is no id',
      'ports:\n  80/tcp: { mute: { until: 2027-01-31, findings: [all] } }',
      '2:51: ports.80/tcp.mute.findings.0: not the id',
    ],
    ['a label of blanks', 'ports:\n  80/tcp: { label: "  " }', '2:20: ports.80/tcp.label: '],
    ['a list of services by a relative path', 'services:\n  - services', '2:5: services.0: not an absolute path'],
  ])('is refused for %s, with the place as compilers print it', (_, text, expected) => {
    expect(complaint(text)).toContain(`${PATH}:${expected}`);
    expect(complaint(text).split('\n')).toHaveLength(1);
  });

  it('tells the first ten faults, and how many more there are', () => {
    const text = Array.from({ length: 13 }, (_, index) => `k${index}: 1\n`).join('');
    const lines = complaint(text).split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[0]).toBe(`${PATH}:1:1: Unrecognized key: "k0"`);
    expect(lines[9]).toBe(`${PATH}:10:1: Unrecognized key: "k9"`);
    expect(lines[10]).toBe('and 3 more');
  });

  it('is understood, or refused with a place, whatever it holds', () => {
    const key = fc.oneof(fc.constantFrom('80/tcp', '1-9/udp', '__proto__', 'constructor'), fc.string({ maxLength: 8 }));
    const field = fc.constantFrom('label', 'owner', 'process', 'exposure', 'mute', 'note', 'x', '__proto__');
    const note = fc.dictionary(field, fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant('host')), { maxKeys: 3 });
    const file = fc.record({ ports: fc.dictionary(key, note, { maxKeys: 3 }) });
    fc.assert(
      fc.property(file, (value) => {
        const message = complaint(JSON.stringify(value));
        if (message !== '') expect(message).toMatch(/^~\/portolan\.yaml:\d+:\d+: ./);
      }),
      { numRuns: 500 },
    );
  });
});
