import { CERTIFICATE, CERTIFICATE_KEY, MAKE_CERTIFICATE } from './certificate.ts';
import { tcp, type LabServer } from './lab-server.ts';

export const XRDP: readonly LabServer[] = [
  {
    name: 'xrdp-on-102',
    about: 'a remote desktop on the port of ISO transport, which it speaks: no X.400 and no industrial controller',
    packages: ['xrdp', 'openssl'],
    services: [tcp(102, 'ms-wbt-server', 'xrdp')],
    prepare: `mkdir -p /run/xrdp/sockdir
${MAKE_CERTIFICATE}
xrdp-keygen xrdp /etc/xrdp/rsakeys.ini > /dev/null
sed -e 's,^certificate=.*,certificate=${CERTIFICATE},' -e 's,^key_file=.*,key_file=${CERTIFICATE_KEY},' -e 's,^LogFile=.*,LogFile=/dev/stdout,' -i /etc/xrdp/xrdp.ini`,
    start: 'xrdp --nodaemon --port 102',
    expect: { 'iso.102': 'exposed' },
  },
];
