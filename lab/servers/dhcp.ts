import { udp, type LabServer } from './lab-server.ts';
import { HOST_INTERFACE } from './network.ts';

const EXPOSED = { 'dhcp.rogue': 'exposed' } as const;

const ISC = `authoritative;
default-lease-time 120;
max-lease-time 120;
ddns-update-style none;
subnet 10.78.0.0 netmask 255.255.255.0 {
  range 10.78.0.210 10.78.0.220;
  option routers {{address}};
}
`;

const KEA = JSON.stringify({
  Dhcp4: {
    'interfaces-config': { interfaces: [HOST_INTERFACE], 'dhcp-socket-type': 'raw' },
    'lease-database': { type: 'memfile', persist: false },
    'valid-lifetime': 120,
    subnet4: [
      {
        id: 1,
        subnet: '10.78.0.0/24',
        pools: [{ pool: '10.78.0.221 - 10.78.0.230' }],
        'option-data': [{ name: 'routers', data: '{{address}}' }],
      },
    ],
    loggers: [{ name: 'kea-dhcp4', output_options: [{ output: 'stdout' }], severity: 'INFO' }],
  },
});

const UDHCPD = `start 10.78.0.231
end 10.78.0.240
interface ${HOST_INTERFACE}
lease_file /run/udhcpd.leases
pidfile /run/udhcpd.pid
option subnet 255.255.255.0
option router {{address}}
option lease 120
`;

/** All on one segment with the outside, which hears each of them: on hosts of their own when asked for together. */
export const DHCP: readonly LabServer[] = [
  {
    name: 'dhcp-dnsmasq',
    about: 'a DHCP server nobody agreed to: dnsmasq',
    packages: ['dnsmasq-base'],
    services: [udp(67, 'dhcp', 'dnsmasq')],
    start: `dnsmasq -k -p 0 --interface=${HOST_INTERFACE} --bind-interfaces --dhcp-range=10.78.0.200,10.78.0.209,120s --dhcp-option=3,$ADDRESS --dhcp-leasefile=/run/dnsmasq.leases --no-ping --user=root -C /dev/null --pid-file= --log-facility=-`,
    small: true,
    isIPv4Only: true,
    expect: EXPOSED,
  },
  {
    name: 'dhcp-isc',
    about: 'the same: ISC dhcpd',
    packages: ['isc-dhcp-server'],
    services: [udp(67, 'dhcp', 'ISC dhcpd')],
    files: [{ path: '/etc/lab-dhcpd.conf', content: ISC }],
    prepare: ': > /run/dhcpd.leases',
    start: `dhcpd -4 -f -d --no-pid -cf /etc/lab-dhcpd.conf -lf /run/dhcpd.leases -user root -group root ${HOST_INTERFACE}`,
    isIPv4Only: true,
    expect: EXPOSED,
  },
  {
    name: 'dhcp-kea',
    about: 'the same: Kea',
    packages: ['kea-dhcp4-server'],
    services: [udp(67, 'dhcp', 'Kea')],
    files: [{ path: '/etc/lab-kea.json', content: KEA }],
    start: 'KEA_LOCKFILE_DIR=none KEA_PIDFILE_DIR=/run kea-dhcp4 -c /etc/lab-kea.json',
    isIPv4Only: true,
    expect: EXPOSED,
  },
  {
    name: 'dhcp-udhcpd',
    about: 'the same: udhcpd of BusyBox',
    packages: ['busybox'],
    services: [udp(67, 'dhcp', 'udhcpd')],
    files: [{ path: '/etc/lab-udhcpd.conf', content: UDHCPD }],
    prepare: ': > /run/udhcpd.leases',
    start: 'busybox udhcpd -f /etc/lab-udhcpd.conf',
    isIPv4Only: true,
    expect: EXPOSED,
  },
];
