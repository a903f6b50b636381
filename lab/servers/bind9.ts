import { tcp, udp, type LabServer } from './lab-server.ts';
import { RECURSED_ZONE_FILE, ZONE, ZONE_FILE } from './zone.ts';

const OPTIONS = `  directory "/srv/dns";
  listen-on port 53 { any; };
  listen-on-v6 port 53 { any; };
  pid-file none;
  session-keyfile "/srv/dns/session.key";
  dnssec-validation no;
`;

const ZONES = `controls { };
zone "${ZONE}" { type primary; file "/srv/dns/zone.db"; };
zone "recurse.test" { type forward; forward only; forwarders { 127.0.0.1 port 5399; }; };
`;

const OPEN = `options {
${OPTIONS}  recursion yes;
  allow-recursion { any; };
  allow-query-cache { any; };
  allow-transfer { any; };
};
${ZONES}`;

const HARDENED = `options {
${OPTIONS}  recursion no;
  allow-recursion { none; };
  allow-query-cache { none; };
  allow-transfer { none; };
  version none;
  hostname none;
  minimal-any yes;
};
${ZONES}`;

/** Answers for recurse.test on loopback, so that recursion can be shown without the internet. */
const HELPER = `options {
  directory "/srv/dns";
  listen-on port 5399 { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile "/srv/dns/helper.key";
  recursion no;
};
controls { };
zone "recurse.test" { type primary; file "/srv/dns/recurse.db"; };
`;

/** Package and shell commands for other resolvers of the lab that want the helper beside them. */
export const RECURSION_HELPER = {
  package: 'bind9',
  files: [RECURSED_ZONE_FILE, { path: '/etc/lab-helper.conf', content: HELPER }],
  start: 'named -g -n 1 -c /etc/lab-helper.conf &',
};

function bind9(name: string, about: string, config: string, shown: boolean, expect: LabServer['expect']): LabServer {
  const version = shown ? 'bind9' : null;
  return {
    name,
    about,
    packages: ['bind9'],
    services: [tcp(53, 'domain', 'BIND', version), udp(53, 'domain', 'BIND', version)],
    alsoTakes: ['5399/tcp', '5399/udp'],
    files: [ZONE_FILE, ...RECURSION_HELPER.files, { path: '/etc/lab-named.conf', content: config }],
    prepare: RECURSION_HELPER.start,
    start: 'named -g -n 1 -c /etc/lab-named.conf',
    // Its own word and the helper's.
    saysWhenReady: /all zones loaded[^]*all zones loaded/u,
    small: true,
    expect,
  };
}

export const BIND9 = [
  bind9('bind9-v', 'gives its zone and its version to anybody, and recurses for anybody', OPEN, true, {
    'dns.axfr': 'exposed',
    'dns.recursion': 'exposed',
    'dns.version': 'exposed',
  }),
  bind9('bind9-h', 'answers for its own zone and nothing else', HARDENED, false, {
    'dns.axfr': 'not-exposed',
    'dns.recursion': 'not-exposed',
    'dns.version': 'not-exposed',
  }),
];
