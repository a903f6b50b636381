import { tcp, type LabServer } from './lab-server.ts';

const SPOOL = '/srv/postfix';

/** `inet_interfaces = all` and own networks decide who may relay; nothing is ever delivered. */
const BASE = `compatibility_level = 3.6
queue_directory = ${SPOOL}/spool
data_directory = ${SPOOL}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
meta_directory = /etc/postfix
mail_owner = postfix
setgid_group = postdrop
myhostname = lab.example
mydestination = lab.example
inet_interfaces = all
maillog_file = /dev/stdout
alias_maps =
default_transport = discard
relay_transport = discard
`;

function postfix(name: string, about: string, rest: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['postfix'],
    services: [tcp(25, 'smtp', 'Postfix')],
    users: [{ name: 'postfix', uid: 902, home: SPOOL }],
    groups: { postdrop: 903 },
    files: [{ path: '/etc/postfix/main.cf', content: BASE + rest }],
    prepare: `mkdir -p ${SPOOL}/spool ${SPOOL}/data
chown postfix ${SPOOL}/data
cp /usr/share/postfix/master.cf.dist /etc/postfix/master.cf
postfix check`,
    start: 'postfix start-fg',
    small: true,
    expect,
  };
}

export const POSTFIX = [
  postfix(
    'postfix-v',
    'an open relay: every address counts as its own network; VRFY tells who has an account',
    'mynetworks = 0.0.0.0/0 [::]/0\nlocal_recipient_maps = proxy:unix:passwd.byname\n',
    {
      'smtp.cleartext-auth': 'not-exposed',
      'smtp.open-relay': 'exposed',
      'smtp.vrfy-expn': 'exposed',
    },
  ),
  postfix(
    'postfix-h',
    'relays for its own host only, which loopback and its own address are',
    `mynetworks_style = host
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
disable_vrfy_command = yes
`,
    { 'smtp.cleartext-auth': 'not-exposed', 'smtp.open-relay': 'not-exposed', 'smtp.vrfy-expn': 'not-exposed' },
  ),
];
