import { tcp, udp, type LabServer } from './lab-server.ts';
import { ZONE, ZONE_FILE } from './zone.ts';

const TRANSFER = `acl:
  - id: any
    address: [ 0.0.0.0/0, "::/0" ]
    action: transfer
`;

const config = (acl: string, identity: string): string => `server:
    listen: [ 0.0.0.0@53, "::@53" ]
    rundir: "/srv/dns"
    user: root:root
${identity}database:
    storage: "/srv/dns/db"
${acl}zone:
  - domain: ${ZONE}
    file: "/srv/dns/zone.db"
    zonefile-sync: -1
    journal-content: none
${acl === '' ? '' : '    acl: any\n'}`;

function knot(name: string, about: string, text: string, shown: boolean, expect: LabServer['expect']): LabServer {
  const version = shown ? 'knot' : null;
  return {
    name,
    about,
    packages: ['knot'],
    services: [tcp(53, 'domain', 'Knot DNS', version), udp(53, 'domain', 'Knot DNS', version)],
    files: [ZONE_FILE, { path: '/etc/lab-knot.conf', content: text }],
    start: 'knotd -c /etc/lab-knot.conf',
    expect,
  };
}

export const KNOT = [
  knot('knot-v', 'gives its zone and its version to anybody', config(TRANSFER, ''), true, {
    'dns.axfr': 'exposed',
    'dns.recursion': 'not-exposed',
    'dns.version': 'exposed',
  }),
  knot('knot-h', 'answers questions only', config('', '    version: ""\n    identity: ""\n'), false, {
    'dns.axfr': 'not-exposed',
    'dns.recursion': 'not-exposed',
    'dns.version': 'not-exposed',
  }),
];
