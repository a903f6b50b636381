import { ber, be16, bytes, dnsQuery, rpcNullCall, text } from './udp-fields.ts';

/** What a service on a UDP port answers to. It is a whole and correct request, asks for little, and changes nothing. */
export interface UdpPayload {
  readonly port: number;
  readonly protocol: string;
  /** Where the request is described. */
  readonly source: string;
  /** The answer comes from another port of the host, so a connected socket does not hear it. */
  readonly answersFromOtherPort?: boolean;
  /** `address`: the host's, for protocols that name it. */
  readonly request: (address: string) => Uint8Array;
}

/** Not zero, so that an answer that echoes it can be told from an empty field. */
const ID = 0x706f;

const always =
  (request: Uint8Array): (() => Uint8Array) =>
  () =>
    request;

/** IKE_SA_INIT: one proposal, AES-GCM-256 with HMAC-SHA2-256 and Curve25519; sections 3.1 to 3.4 and 3.9 of RFC 7296. */
function ikeInit(): Uint8Array {
  const encryption = bytes(3, 0, be16(12), 1, 0, be16(20), be16(0x800e), be16(256));
  const prf = bytes(3, 0, be16(8), 2, 0, be16(5));
  const group = bytes(0, 0, be16(8), 4, 0, be16(31));
  const transforms = bytes(encryption, prf, group);
  const proposal = bytes(0, 0, be16(8 + transforms.length), 1, 1, 0, 3, transforms);
  const association = bytes(34, 0, be16(4 + proposal.length), proposal);
  // Any 32 bytes are a public value of Curve25519 (RFC 8031 section 3.1); the session never goes on.
  const exchange = bytes(40, 0, be16(8 + 32), be16(31), be16(0), new Uint8Array(32).fill(0x09));
  const nonce = bytes(0, 0, be16(4 + 32), new Uint8Array(32).fill(0x70));
  const body = bytes(association, exchange, nonce);
  const identifiers = bytes(text('portolan'), new Uint8Array(8));
  return bytes(identifiers, 33, 0x20, 34, 0x08, 0, 0, 0, 0, be16(0), be16(28 + body.length), body);
}

/** Discovery of the engine: an empty engine id is answered with a Report, whatever users there are (RFC 3414 section 4). */
function snmpDiscovery(): Uint8Array {
  const empty = ber(0x04);
  const zero = ber(0x02, 0);
  const header = ber(0x30, ber(0x02, be16(ID)), ber(0x02, 0, 0xff, 0xe3), ber(0x04, 0x04), ber(0x02, 3));
  const security = ber(0x04, ber(0x30, empty, zero, zero, empty, empty, empty));
  const get = ber(0xa0, ber(0x02, be16(ID)), zero, zero, ber(0x30));
  return ber(0x30, ber(0x02, 3), header, security, ber(0x30, empty, empty, get));
}

/** A search of the root entry for one small attribute. */
function ldapRootSearch(): Uint8Array {
  const zero = ber(0x02, 0);
  const never = ber(0x0a, 0);
  const present = bytes(0x87, 11, text('objectClass'));
  const attributes = ber(0x30, ber(0x04, text('supportedLDAPVersion')));
  const search = ber(0x63, ber(0x04), never, never, zero, zero, ber(0x01, 0), present, attributes);
  return ber(0x30, ber(0x02, 1), search);
}

/** A long header of a version that nobody has: versions 0x?a?a?a?a are for this (RFC 9000 section 15); 1,200 bytes (14.1). */
function quicVersionQuestion(): Uint8Array {
  const packet = new Uint8Array(1200);
  packet.set(bytes(0xc0, 0x1a, 0x2a, 0x3a, 0x4a, 8, text('portolan'), 8, text('portolan')));
  return packet;
}

function sipOptions(address: string): Uint8Array {
  const host = address.includes(':') ? `[${address.split('%', 1)[0]}]` : address;
  return text(
    [
      `OPTIONS sip:${host} SIP/2.0`,
      'Via: SIP/2.0/UDP portolan.invalid;branch=z9hG4bKportolan;rport',
      'Max-Forwards: 0',
      'From: <sip:portolan@portolan.invalid>;tag=portolan',
      `To: <sip:${host}>`,
      'Call-ID: portolan@portolan.invalid',
      'CSeq: 1 OPTIONS',
      'Contact: <sip:portolan@portolan.invalid>',
      'Accept: application/sdp',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  );
}

function ssdpSearch(address: string): Uint8Array {
  const host = address.includes(':') ? `[${address.split('%', 1)[0]}]` : address;
  const lines = [`HOST: ${host}:1900`, 'MAN: "ssdp:discover"', 'ST: upnp:rootdevice'];
  return text(['M-SEARCH * HTTP/1.1', ...lines, '', ''].join('\r\n'));
}

/** By port: only these are asked, because other ports are silent whether they are open or not. */
export const UDP_PAYLOADS: ReadonlyMap<number, UdpPayload> = new Map(
  (
    [
      { port: 7, protocol: 'echo', source: 'RFC 862', request: always(text('portolan')) },
      { port: 13, protocol: 'daytime', source: 'RFC 867', request: always(text('\n')) },
      { port: 17, protocol: 'qotd', source: 'RFC 865', request: always(text('\n')) },
      { port: 19, protocol: 'chargen', source: 'RFC 864', request: always(text('\n')) },
      { port: 37, protocol: 'time', source: 'RFC 868', request: always(new Uint8Array(0)) },
      // The root's name servers, without recursion: referred, answered or refused, but answered.
      { port: 53, protocol: 'domain', source: 'RFC 1035 section 4.1', request: always(dnsQuery(ID, [], 2, 1)) },
      {
        port: 69,
        protocol: 'tftp',
        source: 'RFC 1350 sections 4 and 5',
        answersFromOtherPort: true,
        request: always(bytes(be16(1), text('portolan-no-such-file\0octet\0'))),
      },
      {
        port: 111,
        protocol: 'rpcbind',
        source: 'RFC 1833; RFC 5531 section 9',
        request: always(rpcNullCall(100_000, 2)),
      },
      {
        port: 123,
        protocol: 'ntp',
        source: 'RFC 5905 section 7.3',
        // Version 4, client. The transmit timestamp comes back as the origin.
        request: always(bytes(0x23, new Uint8Array(39), text('portolan'))),
      },
      {
        port: 137,
        protocol: 'netbios-ns',
        source: 'RFC 1002 section 4.2.17; RFC 1001 section 14.1',
        // "*" and 15 zeros, two letters for each byte.
        request: always(dnsQuery(ID, [`CK${'A'.repeat(30)}`], 0x21, 1)),
      },
      {
        port: 161,
        protocol: 'snmp',
        source: 'RFC 3412 section 6; RFC 3414 section 4',
        request: always(snmpDiscovery()),
      },
      {
        port: 177,
        protocol: 'xdmcp',
        source: 'X Display Manager Control Protocol 1.1, section "Query"',
        request: always(bytes(be16(1), be16(2), be16(1), 0)),
      },
      {
        port: 389,
        protocol: 'cldap',
        source: 'RFC 4511 section 4.5.1; over UDP, MS-ADTS section 6.3.3',
        request: always(ldapRootSearch()),
      },
      { port: 443, protocol: 'quic', source: 'RFC 9000 sections 6.1 and 17.2', request: always(quicVersionQuestion()) },
      { port: 500, protocol: 'ike', source: 'RFC 7296 sections 1.2 and 3', request: always(ikeInit()) },
      {
        port: 520,
        protocol: 'rip',
        source: 'RFC 2453 section 3.9.1',
        request: always(bytes(1, 2, be16(0), new Uint8Array(19), 16)),
      },
      {
        port: 623,
        protocol: 'ipmi',
        source: 'DMTF DSP0136 (ASF 2.0), RMCP presence ping',
        request: always(bytes(6, 0, 0xff, 6, 0, 0, 0x11, 0xbe, 0x80, 0, 0, 0)),
      },
      {
        port: 1194,
        protocol: 'openvpn',
        source: 'OpenVPN, src/openvpn/ssl_pkt.h: P_CONTROL_HARD_RESET_CLIENT_V2',
        request: always(bytes(7 << 3, text('portolan'), 0, 0, 0, 0, 0)),
      },
      { port: 1434, protocol: 'ms-sql-m', source: 'MS-SQLR section 2.2.2, CLNT_UCAST_EX', request: always(bytes(3)) },
      { port: 1900, protocol: 'ssdp', source: 'UPnP Device Architecture 2.0 section 1.3.2', request: ssdpSearch },
      { port: 2049, protocol: 'nfs', source: 'RFC 1813; RFC 5531 section 9', request: always(rpcNullCall(100_003, 3)) },
      {
        port: 3478,
        protocol: 'stun',
        source: 'RFC 8489 section 5',
        request: always(bytes(be16(1), be16(0), 0x21, 0x12, 0xa4, 0x42, text('portolanstun'))),
      },
      {
        port: 4500,
        protocol: 'ike-nat-t',
        source: 'RFC 3948 section 2.2; RFC 7296 section 3.1',
        request: always(bytes(0, 0, 0, 0, ikeInit())),
      },
      { port: 5060, protocol: 'sip', source: 'RFC 3261 section 11; RFC 3581', request: sipOptions },
      { port: 5351, protocol: 'nat-pmp', source: 'RFC 6886 section 3.2', request: always(bytes(0, 0)) },
      {
        port: 5353,
        protocol: 'mdns',
        source: 'RFC 6762 section 5.5; RFC 6763 section 9',
        // The top bit of the class asks for an answer to us alone.
        request: always(dnsQuery(ID, ['_services', '_dns-sd', '_udp', 'local'], 12, 0x8001)),
      },
      {
        port: 5683,
        protocol: 'coap',
        source: 'RFC 7252 section 4.3',
        // An empty confirmable message is answered with a reset: "CoAP ping".
        request: always(bytes(0x40, 0, be16(ID))),
      },
      {
        port: 11211,
        protocol: 'memcached',
        source: 'memcached, doc/protocol.txt, "UDP protocol"',
        request: always(bytes(be16(ID), be16(0), be16(1), be16(0), text('version\r\n'))),
      },
      {
        port: 27960,
        protocol: 'quake3',
        source: 'Quake III Arena, code/server/sv_main.c: SV_ConnectionlessPacket',
        request: always(bytes(0xff, 0xff, 0xff, 0xff, text('getinfo portolan'))),
      },
    ] satisfies UdpPayload[]
  ).map((payload) => [payload.port, payload]),
);
