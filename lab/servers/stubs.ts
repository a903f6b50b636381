import { tcp, udp, type LabServer } from './lab-server.ts';

/** Stubs for what Debian has no server of. They speak the first words of a protocol and say themselves what they are. */
function stub(
  name: string,
  about: string,
  command: string,
  services: LabServer['services'],
  expect: LabServer['expect'],
): LabServer {
  return {
    isIPv4Only: services === NETBIOS, // RFC 1002 section 4.2.18 knows addresses of IPv4 only
    name,
    about: `stub: ${about}`,
    packages: [],
    services,
    start: `"$NODE" "$CODE/stubs/${command}`,
    expect,
  };
}

const MONGODB = [tcp(27017, 'mongodb')];
const COTP = [tcp(102, 'iso-tsap')];
const NETBIOS = [udp(137, 'netbios-ns')];

export const STUBS = [
  stub('mongodb-stub-v', 'MongoDB that lists its databases to anybody', 'mongodb.mjs" open 27017', MONGODB, {
    'mongodb.open': 'exposed',
  }),
  stub('mongodb-stub-h', 'MongoDB that asks for a login', 'mongodb.mjs" closed 27017', MONGODB, {
    'mongodb.open': 'not-exposed',
  }),
  stub(
    'mssql-stub-v',
    'SQL Server that takes logins without encryption, with its browser service',
    'mssql.mjs" open',
    [tcp(1433, 'ms-sql-s'), udp(1434, 'ms-sql-m')],
    { 'sql.mssql': 'exposed', 'sql.mssql-browser': 'exposed' },
  ),
  stub('mssql-stub-h', 'SQL Server that takes encrypted logins only', 'mssql.mjs" closed', [tcp(1433, 'ms-sql-s')], {
    'sql.mssql': 'not-exposed',
  }),
  stub('cotp-stub-v', 'ISO transport that takes connections, as X.400 and controllers do', 'cotp.mjs" open 102', COTP, {
    'iso.102': 'exposed',
  }),
  stub('cotp-stub-h', 'ISO transport that refuses connections', 'cotp.mjs" closed 102', COTP, {
    'iso.102': 'not-exposed',
  }),
  stub('netbios-stub-v', 'a Windows host that tells its names', 'netbios.mjs" open', NETBIOS, {
    'netbios.names': 'exposed',
  }),
  stub('netbios-stub-h', 'one that keeps them', 'netbios.mjs" closed', NETBIOS, { 'netbios.names': 'not-exposed' }),
];
