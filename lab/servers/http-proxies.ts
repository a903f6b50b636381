import { tcp, type LabServer } from './lab-server.ts';

function tinyproxy(name: string, about: string, rest: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['tinyproxy-bin'],
    services: [tcp(8888, 'http-proxy', 'Tinyproxy', 'tinyproxy-bin')],
    files: [
      { path: '/etc/lab-tinyproxy.conf', content: `Port 8888\nTimeout 30\nMaxClients 20\nLogLevel Warning\n${rest}` },
    ],
    start: 'tinyproxy -d -c /etc/lab-tinyproxy.conf',
    small: true,
    expect,
  };
}

function squid(name: string, about: string, access: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['squid'],
    services: [tcp(3128, 'http-proxy', 'Squid', 'squid')],
    users: [{ name: 'proxy', uid: 13 }],
    files: [
      {
        path: '/etc/lab-squid.conf',
        content: `http_port 3128
cache deny all
cache_mem 8 MB
shutdown_lifetime 0 seconds
pid_filename none
cache_log /dev/stderr
access_log none
coredump_dir /tmp
pinger_enable off
hosts_file /etc/hosts
${access}`,
      },
    ],
    start: 'squid -N -f /etc/lab-squid.conf',
    readyWithin: 60,
    expect,
  };
}

/** Python's server answers a request for a whole URL by looking for the file: 404, which is no proxy. */
function webServer(name: string, about: string, port: number, small: boolean, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['python3'],
    services: [tcp(port, 'http', 'SimpleHTTPServer')],
    prepare: 'mkdir /srv/www\necho "<title>lab</title>" > /srv/www/index.html',
    start: `/usr/bin/python3 -m http.server --bind :: --directory /srv/www ${port}`,
    small,
    expect,
  };
}

export const HTTP_PROXIES = [
  tinyproxy('tinyproxy-v', 'fetches for anybody: no Allow line', '', { 'http.open-proxy': 'exposed' }),
  tinyproxy('tinyproxy-h', 'fetches for its own host only', 'Allow 127.0.0.1\nAllow ::1\nConnectPort 443\n', {
    'http.open-proxy': 'not-exposed',
  }),
  squid('squid-v', 'fetches for anybody', 'http_access allow all\n', { 'http.open-proxy': 'exposed' }),
  squid('squid-h', 'fetches for its own host only', 'http_access allow localhost\nhttp_access deny all\n', {
    'http.open-proxy': 'not-exposed',
  }),
  webServer('http-server', 'a web server on a usual port for proxies, and no proxy', 8080, true, {
    'http.open-proxy': 'not-exposed',
  }),
  webServer('http-on-21', 'a web server where FTP belongs', 21, true, {
    'ftp.anonymous': 'not-applicable',
    'ftp.writable': 'not-applicable',
    'ftp.cleartext': 'not-applicable',
  }),
];
