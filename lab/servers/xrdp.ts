import { tcp, type LabServer } from './lab-server.ts';

export const XRDP: readonly LabServer[] = [
  {
    name: 'xrdp-on-102',
    about: 'a remote desktop on the port of ISO transport, which it speaks: no X.400 and no industrial controller',
    packages: ['xrdp', 'openssl'],
    services: [tcp(102, 'ms-wbt-server', 'xrdp')],
    prepare: `mkdir -p /run/xrdp/sockdir
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=lab.example -days 30 -keyout /etc/xrdp/lab-key.pem -out /etc/xrdp/lab-certificate.pem 2> /dev/null
xrdp-keygen xrdp /etc/xrdp/rsakeys.ini > /dev/null
sed -e 's,^port=.*,port=tcp://:102,;0,/^port=/b' -e 's,^certificate=.*,certificate=/etc/xrdp/lab-certificate.pem,' -e 's,^key_file=.*,key_file=/etc/xrdp/lab-key.pem,' -e 's,^LogFile=.*,LogFile=/dev/stdout,' -i /etc/xrdp/xrdp.ini`,
    start: 'xrdp --nodaemon --port 102',
    expect: { 'iso.102': 'exposed' },
  },
];
