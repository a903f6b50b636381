import { tcp, udp, type LabServer } from './lab-server.ts';
import { ZONE, ZONE_FILE } from './zone.ts';

const config = (transfer: string, hide: 'yes' | 'no'): string => `server:
  port: 53
  username: ""
  zonesdir: "/srv/dns"
  database: ""
  pidfile: ""
  zonelistfile: "/srv/dns/zone.list"
  xfrdfile: "/srv/dns/xfrd.state"
  xfrdir: "/srv/dns"
  hide-version: ${hide}
remote-control:
  control-enable: no
zone:
  name: ${ZONE}
  zonefile: zone.db
${transfer}`;

function nsd(name: string, about: string, text: string, shown: boolean, expect: LabServer['expect']): LabServer {
  const version = shown ? 'nsd' : null;
  return {
    name,
    about,
    packages: ['nsd'],
    services: [tcp(53, 'domain', 'NSD', version), udp(53, 'domain', 'NSD', version)],
    files: [ZONE_FILE, { path: '/etc/lab-nsd.conf', content: text }],
    start: 'nsd -d -c /etc/lab-nsd.conf',
    expect,
  };
}

export const NSD = [
  nsd(
    'nsd-v',
    'gives its zone and its version to anybody',
    config('  provide-xfr: 0.0.0.0/0 NOKEY\n  provide-xfr: ::0/0 NOKEY\n', 'no'),
    true,
    {
      'dns.axfr': 'exposed',
      'dns.recursion': 'not-exposed',
      'dns.version': 'exposed',
    },
  ),
  nsd('nsd-h', 'answers questions only', config('', 'yes'), false, {
    'dns.axfr': 'not-exposed',
    'dns.recursion': 'not-exposed',
    'dns.version': 'not-exposed',
  }),
];
