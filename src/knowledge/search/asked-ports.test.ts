import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPortKey, MAX_PORT } from '../../net/port.ts';
import { TRANSPORTS } from '../../net/transport.ts';
import { splitAsked } from './asked-ports.ts';

/** Ports as `22/tcp`, or `22/*` where no transport was given. */
function portsOf(text: string): string[] {
  return splitAsked(text).ports.map(({ from, to, transport }) => {
    const key = formatPortKey({ from, to, transport: transport ?? 'tcp' });
    return transport === null ? key.replace('tcp', '*') : key;
  });
}

describe('a port in a question', () => {
  it.each([
    ['443', '443/*'],
    [':3000', '3000/*'],
    ['3000:', '3000/*'],
    ['3000/', '3000/*'],
    ['161/udp', '161/udp'],
    ['udp/161', '161/udp'],
    ['TCP:445', '445/tcp'],
    ['445:Tcp', '445/tcp'],
    ['6000-6063', '6000-6063/*'],
    ['6000-6063/udp', '6000-6063/udp'],
    ['0', '0/*'],
    ['65535/dccp', '65535/dccp'],
  ])('may be written %j', (text, key) => {
    expect(portsOf(text)).toEqual([key]);
    expect(splitAsked(text).rest).toBe('');
  });

  it.each([
    '65536',
    '70000/tcp',
    '-1',
    '22-21',
    '0x16',
    '1e3',
    '22.',
    '22/icmp',
    '22/udp/tcp',
    '1:2',
    'tcp/',
    '/',
    '9pfs',
    'x11',
  ])('is not %j', (text) => {
    expect(splitAsked(text)).toEqual({ ports: [], transport: null, rest: text });
  });

  it('is found among words, which keep their order and letter case', () => {
    const { ports, rest } = splitAsked('  Which Service, 443;is  on\n8443 ');
    expect(ports.map(({ from }) => from)).toEqual([443, 8443]);
    expect(rest).toBe('Which Service is on');
  });

  it('is read back from any way of writing it', () => {
    const port = fc.nat({ max: MAX_PORT });
    fc.assert(
      fc.property(port, port, fc.constantFrom(...TRANSPORTS), fc.boolean(), (a, b, transport, isFirst) => {
        const range = { from: Math.min(a, b), to: Math.max(a, b) };
        const text = `${range.from}-${range.to}`;
        expect(splitAsked(isFirst ? `${transport}/${text}` : `${text}:${transport}`)).toEqual({
          ports: [{ ...range, transport }],
          transport,
          rest: '',
        });
      }),
    );
  });
});

describe('a transport in a question', () => {
  it.each([
    ['tcp 22', ['22/tcp']],
    ['22 UDP', ['22/udp']],
    ['sctp 22 and 80', ['22/sctp', '80/sctp']],
    ['22 80', ['22/*', '80/*']],
    ['22/tcp 161/udp', ['22/tcp', '161/udp']], // each has its own
    ['22/tcp 161', ['22/tcp', '161/*']],
    ['udp 22/tcp 161', ['22/tcp', '161/udp']],
    ['tcp udp 53', ['53/*']],
  ])('belongs to the ports as a reader takes it: %j', (text, keys) => {
    expect(portsOf(text)).toEqual(keys);
  });

  it.each([
    ['syslog udp', 'udp'],
    ['UDP syslog', 'udp'],
    ['snmp udp/161', 'udp'],
    ['syslog', null],
    ['syslog 514', null],
    ['syslog tcp or udp', null],
    ['22/tcp 161/udp syslog', null],
    ['modbus/tcp', null], // a name
  ])('holds the words to it when it is the only one: %j', (text, transport) => {
    expect(splitAsked(text).transport).toBe(transport);
  });
});

describe('a question of any kind', () => {
  it('is taken apart without losing a word', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('tcp', '22', 'udp/161', '__proto__'),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(' ');
        const { ports, rest } = splitAsked(text);
        const parts = text.trim().split(/[\s,;]+/);
        const transports = parts.filter((part) => (TRANSPORTS as readonly string[]).includes(part.toLowerCase()));
        const left = rest === '' ? parts.filter((part) => part === '') : rest.split(' ');
        expect(ports.length + transports.length + left.length).toBe(parts.length);
        for (const { from, to } of ports) expect(0 <= from && from <= to && to <= MAX_PORT).toBe(true);
      }),
    );
  });
});
