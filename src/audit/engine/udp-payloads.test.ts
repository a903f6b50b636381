import { describe, expect, it } from 'vitest';
import { UDP_PAYLOADS } from './udp-payloads.ts';

const ADDRESS = '192.0.2.1';

function request(port: number, address = ADDRESS): Buffer {
  const payload = UDP_PAYLOADS.get(port);
  if (payload === undefined) throw new Error(`no request for ${port}`);
  return Buffer.from(payload.request(address));
}

/** Ends of the BER elements inside a piece: each must be filled to its last byte (X.690 section 8.1). */
function isWholeBer(bytes: Buffer): boolean {
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    const end = at + 2 + (bytes[at + 1] ?? 0);
    if (end > bytes.length) return false;
    if ((tag & 0x20) !== 0 && !isWholeBer(bytes.subarray(at + 2, end))) return false;
    at = end;
  }
  return at === bytes.length;
}

describe('requests over UDP', () => {
  it('are known for the ports that checks and dossiers speak of, each with its document', () => {
    const wanted = [
      7, 13, 17, 19, 37, 53, 69, 111, 123, 137, 161, 389, 500, 520, 623, 1434, 1900, 3478, 5060, 5353, 5683, 11_211,
      27_960,
    ];
    expect(wanted.filter((port) => !UDP_PAYLOADS.has(port))).toEqual([]);
    for (const { source, protocol } of UDP_PAYLOADS.values()) {
      expect(source).not.toBe('');
      expect(protocol).toMatch(/^[a-z0-9-]+$/);
    }
  });

  it('fit one datagram of any path (RFC 9000 section 14 asks for 1,200 bytes, nothing else for more than 576)', () => {
    for (const { port } of UDP_PAYLOADS.values()) {
      expect(request(port, '2001:db8:1111:2222:3333:4444:5555:6666').length).toBeLessThanOrEqual(
        port === 443 ? 1200 : 548,
      );
    }
  });

  it('have the lengths that their formats fix', () => {
    expect(request(123)).toHaveLength(48);
    expect(request(520)).toHaveLength(24);
    expect(request(3478)).toHaveLength(20);
    expect(request(137)).toHaveLength(50);
    expect(request(111)).toHaveLength(40);
    expect(request(443)).toHaveLength(1200);
    expect(request(500).readUInt32BE(24)).toBe(request(500).length);
    expect(request(4500).subarray(4)).toEqual(request(500));
  });

  it('have payloads of IKE that follow one another to the end (RFC 7296 section 3.2)', () => {
    const ike = request(500);
    const chain: number[] = [];
    let next = ike[16] ?? 0;
    let at = 28;
    while (next !== 0 && at < ike.length) {
      chain.push(next);
      next = ike[at] ?? 0;
      at += ike.readUInt16BE(at + 2);
    }
    expect(chain).toEqual([33, 34, 40]);
    expect(at).toBe(ike.length);
  });

  it('are whole in ASN.1', () => {
    for (const port of [161, 389]) expect(isWholeBer(request(port))).toBe(true);
    // The security parameters of SNMPv3 are a whole element inside an octet string (RFC 3414 section 2.4).
    const snmp = request(161);
    expect(snmp.subarray(0, 5)).toEqual(Buffer.from([0x30, snmp.length - 2, 2, 1, 3]));
  });

  it('name the host as their protocols write it', () => {
    expect(request(5060).toString()).toMatch(/^OPTIONS sip:192\.0\.2\.1 SIP\/2\.0\r\n/);
    expect(request(5060, 'fe80::1%eth0').toString()).toContain('To: <sip:[fe80::1]>\r\n');
    expect(request(1900, '2001:db8::1').toString()).toContain('HOST: [2001:db8::1]:1900\r\n');
    expect(request(5060).toString().endsWith('\r\n\r\n')).toBe(true);
  });
});
