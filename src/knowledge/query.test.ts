import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatPortRange, MAX_PORT } from '../net/port.ts';
import { TRANSPORTS } from '../net/transport.ts';
import { ownKnowledge } from './compiled-knowledge.fixture.ts';
import type { Knowledge } from './knowledge.ts';
import { parseQuery, QueryError } from './query.ts';

let knowledge: Knowledge;
beforeAll(() => {
  knowledge = ownKnowledge();
});

/** What a question is understood as, in few words: `19 80/tcp`, or the kind and sentence of its refusal. */
function understand(text: string): string {
  try {
    const { ports } = parseQuery(knowledge, text);
    return ports
      .map(({ transport, ...range }) => formatPortRange(range) + (transport === null ? '' : `/${transport}`))
      .join(' ');
  } catch (error) {
    if (error instanceof QueryError) return `${error.kind}: ${error.message}`;
    throw error;
  }
}

describe('a question by number', () => {
  it.each([
    ['19', '19'],
    ['19/udp', '19/udp'],
    ['19/UDP', '19/udp'],
    ['udp/19', '19/udp'],
    [' 19 / udp ', '19/udp'],
    [':8080', '8080'],
    ['port 80', '80'],
    ['Port 80/tcp', '80/tcp'],
    ['0', '0'],
    ['0080', '80'],
    ['6000-6063', '6000-6063'],
    ['6000-6063/sctp', '6000-6063/sctp'],
    ['6667', '6667'],
    ['0-65535/dccp', '0-65535/dccp'],
  ])('%j means %s', (text, meaning) => {
    expect(understand(text)).toBe(meaning);
  });

  it('is never a question by name', () => {
    fc.assert(
      fc.property(fc.nat({ max: MAX_PORT }), fc.constantFrom(...TRANSPORTS), (port, transport) => {
        const query = parseQuery(knowledge, `${port}/${transport}`);
        expect(query.ports).toEqual([{ from: port, to: port, transport }]);
        expect(query.name).toBeNull();
      }),
    );
  });
});

describe('a question that no port can answer', () => {
  it.each([
    ['', /give a port such as 19\/udp/],
    ['   ', /give a port such as 19\/udp/],
    [':', /give a port/],
    ['/tcp', /give a port/],
    ['70000', /"70000" is not a port.*0 to 65535/],
    ['65536/tcp', /"65536" is not a port/],
    ['-5', /"-5" is not a port/],
    ['+5', /"\+5" is not a port/],
    ['8.0', /is not a port/],
    ['80,443', /is not a port/],
    ['0x50', /"0x50" is not a port/],
    ['6063-6000', /runs backwards: did you mean 6000-6063\?/],
    ['65536-70000', /is not a port/],
    ['23/icmp', /ICMP has types and codes, not ports.*tcp, udp, sctp, dccp/],
    ['443/QUIC', /QUIC runs over UDP/],
    ['80/tpc', /"tpc" is not a transport.*tcp, udp, sctp, dccp/],
    ['80/', /is not a transport/],
    ['80/constructor', /^"constructor" is not a transport: the transports with ports are tcp, udp, sctp, dccp$/],
  ])('%j says so and names what to ask instead', (text, reason) => {
    const answer = understand(text);
    expect(answer).toMatch(/^unreadable: /);
    expect(answer.slice('unreadable: '.length)).toMatch(reason);
  });

  it.each(['１９', 'no-such-service', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'https/dccp'])(
    "%j may be a name, but is nobody's",
    (text) => {
      expect(understand(text)).toMatch(/^unknown-name: /);
    },
  );

  it('says where a name is known when it has no port in the transport asked for', () => {
    expect(understand('netbus/sctp')).toMatch(
      /^unknown-name: "netbus" has no port on sctp; it is known at .*12345\/tcp/,
    );
  });

  it.each([
    ['htps', 'https (443/tcp)'],
    ['postgrsql', 'postgresql (5432/tcp)'],
    ['telent', 'telnet (23/tcp)'],
    ['netbuss', 'netbus ('],
  ])('%j is taken for a typing error: did you mean %s', (text, suggestion) => {
    expect(understand(text)).toMatch(/^unknown-name: .*did you mean /);
    expect(understand(text)).toContain(suggestion);
  });

  it('is refused with a QueryError and never otherwise, whatever it is', () => {
    const pieces = fc.constantFrom(
      '80',
      '-',
      '/',
      ':',
      'tcp',
      'udp/',
      'port ',
      ' ',
      '+',
      '0x',
      'ssh',
      '.',
      '__proto__',
      '\0',
      '９',
    );
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: pieces, maxLength: 5 }), fc.string());
    fc.assert(
      fc.property(text, (asked) => {
        expect(understand(asked)).not.toBe('');
      }),
      { numRuns: 150 },
    );
  });
});

describe('a question by name', () => {
  it.each([
    ['https', /^443\/tcp /],
    ['HTTP', /^80\/tcp /],
    ['pop3', /^110\/tcp/],
    ['https/udp', /^443\/udp$/],
    ['udp/https', /^443\/udp$/],
    ['syslog', /(^| )514\/udp( |$)/],
    ['netbus', /^12345\/tcp /],
    ['mini telnet server', /^23\/tcp( |$)/],
    ['haebu coceda', /^25\/tcp$/],
    ['webex', /^21\/tcp /],
    ['9pfs', /^564\/tcp 564\/udp$/],
    ['914c/g', /^211\/tcp 211\/udp$/],
    ['802-11-iapp', /^3517\/tcp 3517\/udp$/],
    ['EtherNet/IP-1', /^2222\/tcp 2222\/udp$/],
  ])('%j finds %s', (text, meaning) => {
    expect(understand(text)).toMatch(meaning);
  });

  it('leaves out the other transport of the number, where something else lives', () => {
    expect(understand('syslog')).not.toMatch(/514\/tcp/);
    expect(understand('rsh')).not.toMatch(/514\/udp/);
  });

  it('finds every name that the knowledge base lists', () => {
    const lost = [...knowledge.allNames()].filter((name) => !/^\d/.test(understand(name)));
    expect(lost).toEqual([]);
  });

  it('finds the same by any case', () => {
    for (const name of ['PostgreSQL', 'SSH', 'NetBus', 'Http-Alt']) {
      expect(understand(name)).toBe(understand(name.toLowerCase()));
    }
  });
});
