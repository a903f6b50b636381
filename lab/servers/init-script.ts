import type { LabFile, LabServer, LabUser } from './lab-server.ts';

/** Users every server finds. The host's own users are not there: finger and the like would show them. */
const SYSTEM_USERS: readonly LabUser[] = [
  { name: 'root', uid: 0, home: '/root', shell: '/bin/sh' },
  { name: 'daemon', uid: 1 },
  { name: 'mail', uid: 8, home: '/var/mail' },
  { name: 'www-data', uid: 33, home: '/var/www' },
  { name: 'nobody', uid: 65534 },
];

const SYSTEM_GROUPS = { tty: 5, shadow: 42, utmp: 43, users: 100, nogroup: 65534 };

/** Names for inetd, which knows a service by its name only (RFC 6335 registry). */
const SERVICES = `tcpmux 1/tcp
echo 7/tcp
echo 7/udp
discard 9/tcp
discard 9/udp
daytime 13/tcp
daytime 13/udp
chargen 19/tcp
chargen 19/udp
ftp 21/tcp
telnet 23/tcp
smtp 25/tcp
time 37/tcp
time 37/udp
domain 53/tcp
domain 53/udp
tftp 69/udp
finger 79/tcp
pop3 110/tcp
imap2 143/tcp
`;

/**
 * Lays the packages over the system, in the mount namespace of the server. What can be written lies in memory; the rest
 * of the system can only be read. /dev is a small one of its own, so that no line reaches the host's log.
 */
const VIEW = `mount -t tmpfs -o size=1g,mode=755 lab /mnt
mkdir /mnt/dev /mnt/etc /mnt/etc.work /mnt/var /mnt/var.work
mount -t overlay lab -o "lowerdir=$ROOT/usr:/usr" /usr
mount -t overlay lab -o "lowerdir=$ROOT/etc:/etc,upperdir=/mnt/etc,workdir=/mnt/etc.work" /etc
mount -t overlay lab -o "lowerdir=$ROOT/var:/var,upperdir=/mnt/var,workdir=/mnt/var.work" /var
mount --rbind /dev /mnt/dev
mount -t tmpfs -o size=64m,mode=755 lab /dev
for node in null zero full random urandom tty; do
  : > /dev/$node
  mount --bind /mnt/dev/$node /dev/$node
done
umount --lazy /mnt/dev
mkdir /dev/pts /dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 lab /dev/pts
mount -t tmpfs -o size=256m,mode=1777 lab /dev/shm
ln -s pts/ptmx /dev/ptmx
ln -s /proc/self/fd /dev/fd
for folder in /run /srv /home /root /tmp; do
  if [ -d $folder ]; then mount -t tmpfs -o size=1g,mode=755 lab $folder; fi
done
chmod 1777 /tmp
mkdir -m 1777 /run/lock
mount -o remount,bind,ro /`;

/**
 * The shell script that is the first process of a server's namespaces: it says its pid as the host counts it, makes the
 * server's view of the file system, writes its files, and runs it.
 */
export function initScript(server: LabServer, address: string): string {
  const files = [...databases(server), ...(server.files ?? [])];
  const view = server.packages.length === 0 ? [] : [VIEW, ...files.map((file) => writeFile(file, address))];
  return [
    'set -eu',
    'unset LAB_SCRIPT',
    'read -r pid _ < /proc/self/stat',
    'echo "lab-pid $pid"',
    'cd /',
    'mount -t proc proc /proc',
    'hostname lab',
    ...view,
    server.prepare ?? '',
    'echo lab-start',
    `{ ${server.start}\n} < /dev/null`,
    'echo "lab: the server has ended"',
  ].join('\n');
}

function databases({ users = [], groups = {} }: LabServer): LabFile[] {
  const all = [...SYSTEM_USERS, ...users];
  const lines = all.map(({ name, uid, home = '/nonexistent', shell = '/usr/sbin/nologin', comment = '' }) =>
    [name, 'x', uid, uid, comment, home, shell].join(':'),
  );
  const ownGroups = all.filter(({ name }) => name !== 'nobody').map(({ name, uid }) => [name, uid] as const);
  const allGroups = [...ownGroups, ...Object.entries({ ...SYSTEM_GROUPS, ...groups })];
  const shadow = all.map(({ name, passwordHash = '*' }) => `${name}:${passwordHash}:19700:0:99999:7:::`);
  return [
    { path: '/etc/passwd', content: lines.join('\n') },
    { path: '/etc/group', content: allGroups.map(([name, gid]) => `${name}:x:${gid}:`).join('\n') },
    { path: '/etc/shadow', content: shadow.join('\n'), mode: '600' },
    { path: '/etc/services', content: SERVICES },
    { path: '/etc/protocols', content: 'icmp 1 ICMP\ntcp 6 TCP\nudp 17 UDP' },
    // Names come from this file alone: a server that waits for a name server of nobody answers late.
    {
      path: '/etc/nsswitch.conf',
      content: 'passwd: files\ngroup: files\nshadow: files\nhosts: files\nservices: files\nprotocols: files',
    },
    {
      path: '/etc/hosts',
      content: '127.0.0.1 localhost\n::1 localhost\n{{address}} lab.example lab\n10.78.0.1 outside.example',
    },
    { path: '/etc/resolv.conf', content: 'nameserver 127.0.0.1' },
    { path: '/etc/hosts.allow', content: '' },
    { path: '/etc/hosts.deny', content: '' },
  ];
}

/** base64 keeps every byte of a configuration away from the shell's own signs. */
function writeFile({ path, content, mode = '644' }: LabFile, address: string): string {
  const bytes = typeof content === 'string' ? `${content.trimEnd().replaceAll('{{address}}', address)}\n` : content;
  const folder = path.slice(0, path.lastIndexOf('/'));
  const text = Buffer.from(bytes).toString('base64');
  return `mkdir -p ${folder}\nrm -f ${path}\necho ${text} | base64 -d > ${path}\nchmod ${mode} ${path}`;
}
