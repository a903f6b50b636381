import { FINGER_USERS } from './finger-users.ts';
import { tcp, type LabServer } from './lab-server.ts';

function finger(
  name: string,
  about: string,
  packages: readonly string[],
  line: string,
  small: boolean,
  expect: LabServer['expect'],
): LabServer {
  return {
    name,
    about,
    packages: [...packages, 'openbsd-inetd'],
    services: [tcp(79, 'finger')],
    ...FINGER_USERS,
    files: [...FINGER_USERS.files, { path: '/etc/lab-inetd.conf', content: `finger stream tcp nowait ${line}` }],
    start: 'inetd -i /etc/lab-inetd.conf',
    small,
    expect,
  };
}

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
  finger('cfingerd', 'lists users in a table of its own', ['cfingerd'], 'root /usr/sbin/cfingerd cfingerd', false, {
    'finger.list': 'exposed',
    'finger.user': 'exposed',
  }),
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
