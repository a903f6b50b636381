import { RECURSION_HELPER } from './bind9.ts';
import { tcp, udp, type LabServer } from './lab-server.ts';

const config = (access: 'allow' | 'refuse', hide: 'yes' | 'no'): string => `server:
  interface: 0.0.0.0
  interface: ::0
  do-daemonize: no
  use-syslog: no
  logfile: ""
  username: ""
  chroot: ""
  directory: "/srv"
  pidfile: ""
  num-threads: 1
  do-not-query-localhost: no
  module-config: "iterator"
  hide-version: ${hide}
  hide-identity: ${hide}
  local-zone: "test." nodefault
  access-control: 127.0.0.0/8 allow
  access-control: ::1 allow
  access-control: 0.0.0.0/0 ${access}
  access-control: ::0/0 ${access}
remote-control:
  control-enable: no
forward-zone:
  name: "recurse.test"
  forward-addr: 127.0.0.1@5399
`;

function unbound(name: string, about: string, text: string, shown: boolean, expect: LabServer['expect']): LabServer {
  const version = shown ? 'unbound' : null;
  return {
    name,
    about,
    packages: ['unbound', RECURSION_HELPER.package],
    services: [tcp(53, 'domain', 'Unbound', version), udp(53, 'domain', 'Unbound', version)],
    alsoTakes: ['5399/tcp', '5399/udp'],
    files: [...RECURSION_HELPER.files, { path: '/etc/lab-unbound.conf', content: text }],
    prepare: RECURSION_HELPER.start,
    start: 'unbound -d -c /etc/lab-unbound.conf',
    saysWhenReady: /all zones loaded/u,
    small: true,
    expect,
  };
}

export const UNBOUND = [
  unbound('unbound-v', 'recurses for anybody', config('allow', 'no'), true, {
    'dns.recursion': 'exposed',
    'dns.version': 'exposed',
  }),
  unbound('unbound-h', 'recurses for its own host only', config('refuse', 'yes'), false, {
    'dns.recursion': 'not-exposed',
    'dns.version': 'not-exposed',
  }),
];
