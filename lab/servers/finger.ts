import { FINGER_USERS } from './finger-users.ts';
import { tcp, type LabServer } from './lab-server.ts';

function finger(
  name: string,
  about: string,
  packages: readonly string[],
  line: string,
  small: boolean,
  expect: LabServer['expect'],
  prepare = '',
): LabServer {
  return {
    name,
    about,
    packages: [...packages, 'openbsd-inetd'],
    services: [tcp(79, 'finger')],
    ...FINGER_USERS,
    files: [...FINGER_USERS.files, { path: '/etc/lab-inetd.conf', content: `finger stream tcp nowait ${line}` }],
    prepare,
    start: 'inetd -i /etc/lab-inetd.conf',
    small,
    expect,
  };
}

/** As its package leaves it, it answers only hosts with an ident server (RFC 1413). */
const CFINGERD_WITHOUT_IDENT = "sed -i 's/-ALLOW_NONIDENT_ACCESS/+ALLOW_NONIDENT_ACCESS/' /etc/cfingerd/cfingerd.conf";

export const FINGER = [
  finger('fingerd-v', 'lists who is logged in', ['fingerd', 'finger'], 'nobody /usr/sbin/in.fingerd in.fingerd', true, {
    'finger.list': 'exposed',
    'finger.user': 'exposed',
  }),
  finger(
    'fingerd-u',
    'lists nobody, but tells of every user whose name one knows',
    ['fingerd', 'finger'],
    'nobody /usr/sbin/in.fingerd in.fingerd -u',
    true,
    { 'finger.list': 'not-exposed', 'finger.user': 'exposed' },
  ),
  finger(
    'cfingerd-v',
    'lists users in a table of its own',
    ['cfingerd'],
    'root /usr/sbin/cfingerd cfingerd',
    false,
    { 'finger.list': 'exposed', 'finger.user': 'exposed' },
    `${CFINGERD_WITHOUT_IDENT}\nsed -i '/SYSTEM_LIST/s/FALSE/TRUE/' /etc/cfingerd/cfingerd.conf`,
  ),
  finger(
    'cfingerd-u',
    'says that it lists nobody, and tells of users one by one',
    ['cfingerd'],
    'root /usr/sbin/cfingerd cfingerd',
    false,
    { 'finger.list': 'not-exposed', 'finger.user': 'exposed' },
    CFINGERD_WITHOUT_IDENT,
  ),
  finger(
    'efingerd',
    'lists nobody, tells of users one by one',
    ['efingerd'],
    'nobody /usr/sbin/efingerd efingerd',
    false,
    {
      'finger.list': 'not-exposed',
      'finger.user': 'exposed',
    },
  ),
];
