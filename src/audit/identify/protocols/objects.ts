import { certain, likely, u16 } from '../heard.ts';
import { ascii, bytesOf, type Protocol } from '../protocol.ts';

/** CORBA's GIOP (OMG CORBA 3.0.3, 15.4.6): LocateRequest asks whether an object is there, and calls nothing. */
export const GIOP: Protocol = {
  service: 'giop',
  ports: [535, 553, 683, 900, 1050, 2809, 3700],
  question: () =>
    Buffer.concat([ascii('GIOP'), bytesOf('01 00 00 03 00000013 00000001 0000000b'), ascii('NameService')]),
  recognise: ({ text }) =>
    /^GIOP\x01[\0-\x02][\s\S][\0-\x07]/.test(text)
      ? { ...certain('giop'), because: `it answered with a message of GIOP 1.${text.charCodeAt(5)}` }
      : null,
};

/** MS-WINSRA section 2.2.3: Association Start Request, version 5.2; the answer begins with its length and type 1. */
export const WINS_REPLICATION: Protocol = {
  service: 'wins-replication',
  ports: [42],
  question: () => bytesOf(`00000029 00007800 00000000 00000000 00000001 0002 0005 ${'00'.repeat(21)}`),
  recognise: ({ bytes, asked }) => {
    if (asked !== 'wins-replication' || bytes.length < 24) return null;
    const view = Buffer.from(bytes);
    if (view.readUInt32BE(0) + 4 !== bytes.length || (u16(bytes, 6) & 0x7800) !== 0x7800) return null;
    const kind = view.readUInt32BE(12);
    if (kind !== 1 && kind !== 2) return null;
    const because =
      kind === 1
        ? `it accepted an association, version ${u16(bytes, 22)}.${u16(bytes, 20)}`
        : 'it ended an association';
    return { ...certain('wins-replication'), because };
  },
};

/** RFC 4511 section 4.5: reads the root DSE, which is there for everybody (RFC 4512 section 5.1). */
export const LDAP: Protocol = {
  service: 'ldap',
  ports: [389, 636, 3268, 3269],
  question: () => {
    const names = ['vendorName', 'vendorVersion', 'objectClass', 'dnsHostName'];
    const wanted = names.flatMap((name) => [0x04, name.length, ...ascii(name)]);
    const filter = [0x87, 11, ...ascii('objectClass')];
    const request = [...bytesOf('0400 0a0100 0a0100 020101 020105 010100'), ...filter, 0x30, wanted.length, ...wanted];
    return Uint8Array.from([0x30, request.length + 5, 0x02, 0x01, 0x01, 0x63, request.length, ...request]);
  },
  recognise: ({ bytes, text, asked }) => {
    if (asked !== 'ldap' || bytes[0] !== 0x30) return null;
    const length = bytes[1] ?? 0;
    const at = length >= 0x80 ? 2 + (length & 0x7f) : 2;
    const isAnswer =
      bytes[at] === 2 && bytes[at + 1] === 1 && bytes[at + 2] === 1 && [0x64, 0x65].includes(bytes[at + 3] ?? 0);
    return isAnswer ? { ...certain('ldap', ['answer', text]), because: 'it answered for its root DSE' } : null;
  },
};

/** X Window System Protocol, chapter 8: version 11, without authorization. */
export const X11: Protocol = {
  service: 'x11',
  ports: [6000, 6001, 6002, 6003],
  question: () => bytesOf('6c00 0b00 0000 0000 0000 0000'),
  recognise: ({ bytes, text, asked }) => {
    const isAnswer = asked === 'x11' && (bytes[0] ?? 9) <= 2 && bytes[2] === 11 && bytes[3] === 0 && bytes.length >= 8;
    if (!isAnswer) return null;
    if (bytes[0] !== 1)
      return { ...certain('x11', ['answer', text.slice(8)]), because: 'it refused a connection of X11' };
    // Success has 32 bytes of numbers after the first eight; a shorter one is none.
    if (bytes.length < 40) return null;
    const vendor = text.slice(40, 40 + ((bytes[24] ?? 0) | ((bytes[25] ?? 0) << 8)));
    return {
      ...certain('x11', ['version', `${vendor} ${Buffer.from(bytes).readUInt32LE(8)}`]),
      because: `it let us in: ${vendor}`,
    };
  },
};

/** RFC 1928 section 3: offers to go without authentication, and asks for no connection. */
export const SOCKS: Protocol = {
  service: 'socks',
  ports: [1080, 9050],
  question: () => bytesOf('05 01 00'),
  recognise: ({ bytes, asked }) => {
    const isAnswer =
      asked === 'socks' && bytes.length === 2 && bytes[0] === 5 && [0, 1, 2, 0xff].includes(bytes[1] ?? 3);
    return isAnswer ? { ...certain('socks'), because: `it chose method ${bytes[1]} of SOCKS 5` } : null;
  },
};

/** gitprotocol-pack(5): asks for a repository that is not there. */
export const GIT: Protocol = {
  service: 'git',
  ports: [9418],
  question: () => ascii('0033git-upload-pack /portolan\0host=portolan.invalid\0'),
  recognise: ({ text }) => (/^[0-9a-f]{4}ERR /.test(text) ? certain('git', ['answer', text.slice(4)]) : null),
};

/** Confirms a connection of ISO 8073 class 0 (RFC 1006 section 6, RFC 905 section 13.4). */
const isConfirmed = (bytes: Uint8Array): boolean =>
  bytes[0] === 3 && bytes[1] === 0 && u16(bytes, 2) === bytes.length && ((bytes[5] ?? 0) & 0xf0) === 0xd0;

/** MS-RDPBCGR section 2.2.1.1: a connection request that offers TLS and CredSSP. */
export const RDP: Protocol = {
  service: 'rdp',
  ports: [3389],
  question: () => bytesOf('03000013 0e e0 0000 0000 00 01 00 0800 03000000'),
  recognise: ({ bytes, asked, port }) => {
    if (asked !== 'rdp' || !isConfirmed(bytes)) return null;
    const doesNegotiate = bytes.length === 19 && (bytes[11] === 2 || bytes[11] === 3);
    const because = 'it confirmed a connection of ISO transport';
    if (doesNegotiate) return { ...certain('rdp'), because: 'it answered what RDP negotiates' };
    return { ...likely(port === 3389 ? 'rdp' : 'iso-tsap'), because };
  },
};

/** RFC 1006: ISO transport, on which X.400 and Siemens' controllers speak. Asked only where it is asked for. */
export const ISO_TSAP: Protocol = {
  service: 'iso-tsap',
  ports: [102],
  question: () => bytesOf('0300000b 06 e0 0000 0001 00'),
  recognise: ({ bytes, asked }) =>
    asked === 'iso-tsap' && isConfirmed(bytes)
      ? { ...certain('iso-tsap'), because: 'it confirmed a connection of ISO transport' }
      : null,
};

/** MS-SMB2 section 2.2.3: NEGOTIATE with dialects 2.0.2 to 3.0.2. */
export const SMB: Protocol = {
  service: 'smb',
  ports: [445, 139],
  question: (random) => {
    const header = `fe534d42 4000 0000 00000000 0000 1f00 00000000 00000000 ${'00'.repeat(8)} 00000000 00000000 ${'00'.repeat(24)}`;
    const guid = Buffer.from(random).toString('hex').padEnd(32, '0').slice(0, 32);
    const message = bytesOf(`${header} 2400 0400 0100 0000 00000000 ${guid} ${'00'.repeat(8)} 0202 1002 0003 0203`);
    return Uint8Array.from([0, 0, 0, message.length, ...message]);
  },
  recognise: ({ text }) =>
    /^\0[\s\S]{3}[\xfe\xff]SMB/.test(text) ? { ...certain('smb'), because: 'it answered with a message of SMB' } : null,
};
