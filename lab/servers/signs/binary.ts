import { bytes, datagram, fromHex, type Sign } from './sign.ts';
import { RECURSES, RECURSES_NOT, TELLS_NO_VERSION, tellsVersion, TRANSFERS, TRANSFERS_NOT } from './dns.ts';

/** A read request with the option tsize (RFC 1350, RFC 2349): OACK is 6, ERROR is 5. */
const readRequest = (path: string, answer: RegExp): Sign =>
  datagram(69, `\0\u0001${path}\0octet\0tsize\x000\0`, answer);
const READS = readRequest('/etc/passwd', /^\0\u0006tsize\0[1-9]/u);
const READS_NOT = readRequest('/etc/passwd', /^\0\u0005\0\u0001/u);

/** A DISCOVER of RFC 2131, with the broadcast flag; the offer names its server in option 54. */
const DISCOVER: Sign = {
  port: 67,
  transport: 'broadcast',
  steps: [
    fromHex(`01010600 5052544c 0000 8000 ${'00'.repeat(16)} 020000010203 ${'00'.repeat(202)} 63825363 350101 ff`),
  ],
  greets: false,
  answer: /\x63\x82\x53\x63.*\x36\x04\x0aN\0/su,
};

/** A connection request of X.224 class 0, and one that asks for RDP. */
const CONNECTION_REQUEST = '0300000b 06e00000000100';

/** LocateRequest for NameService, GIOP 1.0. Answers come in the server's byte order. */
const LOCATE = `47494f50 01000003 00000013 00000001 0000000b ${Buffer.from('NameService').toString('hex')}`;

/** WINS: association start request of version 2.5; the reply is message type 1. */
const ASSOCIATION = `00000029 00007800 00000000 00000000 00000001 0002 0005 ${'00'.repeat(21)}`;

/** Node status request of RFC 1002 for the name *. */
const NODE_STATUS = fromHex(`0001 0000 0001 0000 0000 0000 20 434b ${'41'.repeat(30)} 00 0021 0001`);

const POSTGRES_STARTUP = `00000017 00030000 ${Buffer.from('user\0postgres\0\0').toString('hex')}`;

/** Handshake response for root with an empty password: protocol 4.1, secure connection, plugin. */
const MYSQL_LOGIN = fromHex(
  `3c 0000 01 0182 0800 00000001 21 ${'00'.repeat(23)} ${Buffer.from('root\0\0mysql_native_password\0').toString('hex')}`,
);

const listDatabases = Buffer.concat([
  fromLatin1('10'),
  Buffer.from('listDatabases\0'),
  fromLatin1('01000000 02'),
  Buffer.from('$db\0'),
  fromLatin1('06000000'),
  Buffer.from('admin\0'),
  fromLatin1('00'),
]);

function fromLatin1(hex: string): Buffer {
  return Buffer.from(fromHex(hex), 'latin1');
}

/** OP_MSG with one section of kind 0. */
function mongoMessage(document: Buffer): string {
  const [head, size] = [Buffer.alloc(21), Buffer.alloc(4)];
  size.writeInt32LE(document.length + 4);
  head.writeInt32LE(head.length + size.length + document.length, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(2013, 12);
  return Buffer.concat([head, size, document]).toString('hex');
}

/** PRELOGIN of TDS with VERSION and ENCRYPTION; the answer has the server's ENCRYPTION right after its six bytes of version. */
const PRELOGIN = '1201 001a 0000 0100 00 000b 0006 01 0011 0001 ff 100000000000 00';

/** Signs of what does not talk in lines, by name of the server. */
export const BINARY_SIGNS: Readonly<Record<string, readonly Sign[]>> = {
  'bind9-v': [TRANSFERS, RECURSES, tellsVersion(/\d+\.\d+\.\d+/u)],
  'bind9-h': [TRANSFERS_NOT, RECURSES_NOT, TELLS_NO_VERSION],
  'nsd-v': [TRANSFERS, RECURSES_NOT, tellsVersion(/NSD \d/u)],
  'nsd-h': [TRANSFERS_NOT, RECURSES_NOT, TELLS_NO_VERSION],
  'knot-v': [TRANSFERS, RECURSES_NOT, tellsVersion(/Knot DNS \d/u)],
  'knot-h': [TRANSFERS_NOT, RECURSES_NOT, TELLS_NO_VERSION],
  'unbound-v': [RECURSES, tellsVersion(/unbound \d/u)],
  'unbound-h': [RECURSES_NOT, datagram(53, RECURSES.steps[0] ?? '', /^\0\u0007[\x80-\xff]\x05/u)],
  'tftpd-hpa-v': [READS, readRequest('relative', /Only absolute filenames allowed/u)],
  'tftpd-hpa-h': [READS_NOT],
  'atftpd-v': [READS],
  'atftpd-h': [READS_NOT],
  'dhcp-dnsmasq': [DISCOVER],
  'dhcp-isc': [DISCOVER],
  'dhcp-kea': [DISCOVER],
  'dhcp-udhcpd': [DISCOVER],
  nmbd: [datagram(137, NODE_STATUS, /LABHOST/u)],
  'netbios-stub-v': [datagram(137, NODE_STATUS, /LABPC/u)],
  'netbios-stub-h': [datagram(137, NODE_STATUS, null)],
  'wins-replication': [bytes(42, ASSOCIATION, /^\0\0\0.\0\0\x78\0.{4}\0\0\0\u0001/su)],
  omninames: [bytes(2809, LOCATE, /^GIOP\u0001\0\u0001\u0004.{8}\u0001\0\0\0$/su)],
  'xrdp-on-102': [bytes(102, CONNECTION_REQUEST, /^\x03\0\0\x0b\x06\xd0/u)],
  'cotp-stub-v': [bytes(102, CONNECTION_REQUEST, /^\x03\0\0\x0b\x06\xd0/u)],
  'cotp-stub-h': [bytes(102, CONNECTION_REQUEST, /^\x03\0\0\x0b\x06\x80/u)],
  'postgresql-v': [bytes(5432, POSTGRES_STARTUP, /^R\0\0\0\u0008\0\0\0\0/u)],
  'postgresql-h': [bytes(5432, POSTGRES_STARTUP, /^R.{4}\0\0\0\x0aSCRAM/su)],
  'mariadb-v': [
    { port: 3306, transport: 'tcp', steps: [MYSQL_LOGIN], greets: true, answer: /\x07\0\0\x02\0\0\0\x02/u },
  ],
  'mariadb-h': [
    { port: 3306, transport: 'tcp', steps: [MYSQL_LOGIN], greets: true, answer: /Access denied for user/u },
  ],
  'mongodb-stub-v': [bytes(27017, mongoMessage(listDatabases), /databases/u)],
  'mongodb-stub-h': [bytes(27017, mongoMessage(listDatabases), /requires authentication/u)],
  'mssql-stub-v': [bytes(1433, PRELOGIN, /\xff.{6}\x02/su), datagram(1434, '\u0003', /InstanceName;MSSQLSERVER/u)],
  'mssql-stub-h': [bytes(1433, PRELOGIN, /\xff.{6}\x03/su)],
};
