import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PORT } from '../net/port.ts';
import { TRANSPORTS } from '../net/transport.ts';
import { parseServiceList } from './service-list.ts';

describe('a list of services', () => {
  it('is read as services(5) describes it', () => {
    const text = [
      '# Network services, Internet style',
      '',
      'tcpmux\t\t1/tcp\t\t\t\t# TCP port service multiplexer',
      'domain\t\t53/udp',
      'http\t\t80/tcp\t\twww web\t# WorldWideWeb HTTP # of old',
      '  sctp-thing 9/sctp',
    ].join('\n');
    expect(parseServiceList(text)).toEqual({
      services: [
        { name: 'tcpmux', port: 1, transport: 'tcp', aliases: [], comment: 'TCP port service multiplexer' },
        { name: 'domain', port: 53, transport: 'udp', aliases: [], comment: null },
        { name: 'http', port: 80, transport: 'tcp', aliases: ['www', 'web'], comment: 'WorldWideWeb HTTP # of old' },
        { name: 'sctp-thing', port: 9, transport: 'sctp', aliases: [], comment: null },
      ],
      skipped: { count: 0, first: null },
    });
  });

  it('may be in the shape of nmap-services, whose shares are no aliases', () => {
    // Lines made up here: the real list may not be copied.
    const shares = ['0.000000', '0.123456', '1.000000'];
    const text = shares.map((share, index) => `made-up-${index}\t${40_000 + index}/udp\t${share}\t# thing ${index}`);
    const { services, skipped } = parseServiceList(text.join('\n'));
    expect(skipped.count).toBe(0);
    expect(services.map(({ name, aliases, comment }) => [name, aliases, comment])).toEqual([
      ['made-up-0', [], 'thing 0'],
      ['made-up-1', [], 'thing 1'],
      ['made-up-2', [], 'thing 2'],
    ]);
  });

  it('keeps aliases that only look like a share', () => {
    expect(parseServiceList('x 1/tcp 2.5 0.x 10.1').services[0]?.aliases).toEqual(['2.5', '0.x', '10.1']);
  });

  it('may end its lines as Windows does, and its last one not at all', () => {
    const { services, skipped } = parseServiceList('echo 7/tcp\r\n\r\nqotd 17/udp quote\r\n# end');
    expect(skipped).toEqual({ count: 0, first: null });
    expect(services.map(({ name, aliases }) => [name, aliases])).toEqual([
      ['echo', []],
      ['qotd', ['quote']],
    ]);
  });

  it.each([
    'http',
    'http 80',
    'http tcp/80',
    'http 65536/tcp',
    'http -1/tcp',
    'http 8O/tcp',
    'http 80/tpc',
    '80/tcp http',
  ])('has nothing in the line %j, which is counted', (line) => {
    expect(parseServiceList(line)).toEqual({ services: [], skipped: { count: 1, first: 1 } });
  });

  it('tells the number of the first line that is none, and how many there are', () => {
    const text = '# head\n\necho 7/tcp\nrubbish\nqotd 17/tcp\nmore rubbish\n';
    expect(parseServiceList(text)).toMatchObject({ skipped: { count: 2, first: 4 } });
    expect(parseServiceList(text).services).toHaveLength(2);
  });

  it('says again what was written into it', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
    const service = fc.record({
      name: word,
      port: fc.integer({ min: 0, max: MAX_PORT }),
      transport: fc.constantFrom(...TRANSPORTS),
      aliases: fc.array(word, { maxLength: 3 }),
      comment: fc.option(fc.stringMatching(/^[a-z]( ?[a-z#.]){0,9}$/)),
    });
    fc.assert(
      fc.property(
        fc.array(service),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom(' ', '\t', ' \t '),
        (list, end, gap) => {
          const lines = list.map(({ name, port, transport, aliases, comment }) => {
            const words = [name, `${port}/${transport}`, ...aliases].join(gap);
            return comment === null ? words : `${words}${gap}# ${comment}`;
          });
          expect(parseServiceList(lines.join(end)).services).toEqual(list);
        },
      ),
    );
  });

  it('counts every line of any text once: a service, skipped, or empty', () => {
    const piece = fc.constantFrom('a', '80/tcp', ' ', '\t', '#', '\n', '0.5', '/', '99999/udp', '\r', '\0', '\u2028');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const { services, skipped } = parseServiceList(text);
        const full = text.split('\n').filter((line) => (line.split('#')[0] ?? '').trim() !== '');
        expect(services.length + skipped.count).toBe(full.length);
        expect(skipped.first === null).toBe(skipped.count === 0);
      }),
    );
  });
});
