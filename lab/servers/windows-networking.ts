import { tcp, udp, type LabServer } from './lab-server.ts';
import { HOST_INTERFACE } from './network.ts';

const NMBD = `[global]
  workgroup = LABX
  netbios name = LABHOST
  interfaces = ${HOST_INTERFACE} lo
  wins support = yes
  lock directory = /run/samba
  state directory = /srv/samba
  cache directory = /srv/samba
  private dir = /srv/samba
  pid directory = /run/samba
  log file = /dev/stdout
`;

/** Provisioning takes most of the time; only the WINS replication service of the domain controller is started. */
const PROVISION = `mkdir -p /srv/ad /run/samba
samba-tool domain provision --targetdir=/srv/ad --realm=LAB.EXAMPLE --domain=LABX --server-role=dc --dns-backend=NONE --adminpass=Lab-Pass-1 --host-name=labdc > /srv/provision.log 2>&1 || { cat /srv/provision.log; exit 1; }`;

export const WINDOWS_NETWORKING: readonly LabServer[] = [
  {
    name: 'nmbd',
    about: 'tells its NetBIOS names to anybody, and is a WINS server',
    packages: ['samba', 'samba-common-bin'],
    services: [udp(137, 'netbios-ns', 'Samba nmbd'), udp(138, 'netbios-dgm', 'Samba nmbd')],
    files: [{ path: '/etc/lab-smb.conf', content: NMBD }],
    prepare: 'mkdir -p /srv/samba /run/samba',
    start: 'nmbd -F --no-process-group -s /etc/lab-smb.conf',
    isIPv4Only: true,
    expect: { 'netbios.names': 'exposed' },
  },
  {
    name: 'wins-replication',
    about: 'takes WINS replication from anybody; gives its table to partners only',
    packages: ['samba', 'samba-common-bin', 'samba-dsdb-modules', 'samba-ad-provision', 'samba-ad-dc'],
    services: [tcp(42, 'wins-replication', 'Samba')],
    prepare: PROVISION,
    start: `samba -F --no-process-group -M single -s /srv/ad/etc/smb.conf --option='server services=wrepl' --option='wins support=yes' --option='interfaces=${HOST_INTERFACE} lo' --option='pid directory=/run/samba' --option='ncalrpc dir=/run/samba'`,
    readyWithin: 180,
    isIPv4Only: true,
    expect: { 'wins.replication': 'exposed' },
  },
];
