import { syslogTime, ufwLine } from '../e2e/traffic/logs.fixture.ts';

interface Need {
  /** A program that may be missing here. */
  readonly program?: string;
  /** Files that are written for it, by name. */
  readonly files?: Readonly<Record<string, () => string>>;
  /** Lines of shell that put it in place; `folder` has the files. */
  readonly prepare: (folder: string) => string;
}

/** What blocks of pages need to be there, by name. */
export const NEEDS: Readonly<Record<string, Need | undefined>> = {
  'kern.log': {
    files: { 'kern.log': kernLog },
    prepare: (folder) => `cp ${folder}/kern.log /var/log/kern.log`,
  },
  'ufw.log': {
    files: { 'kern.log': kernLog },
    prepare: (folder) => `cp ${folder}/kern.log /var/log/ufw.log`,
  },
  'portolan.yaml': {
    files: { 'portolan.yaml': () => NOTES },
    prepare: (folder) => `cp ${folder}/portolan.yaml portolan.yaml`,
  },
  openssl: { program: 'openssl', prepare: () => '' },
  'serve ended': { prepare: () => 'kill $(jobs -p); wait' },
  redis: {
    files: { 'redis-server.mjs': () => REDIS },
    prepare: (folder) =>
      `echo redis:x:999:999::/:/bin/false >> /etc/passwd; chmod -R a+rX ${folder} ${folder}/..; ( cd / && exec setpriv --reuid 999 --regid 999 --clear-groups node ${folder}/redis-server.mjs ) & for _ in $(seq 100); do (: > /dev/tcp/127.0.0.1/6379) 2> /dev/null && break; sleep 0.05; done`,
  },
};

/** The notes that README.md shows. */
const NOTES = `# yaml-language-server: $schema=overlay.schema.json
ports:
  5432/tcp: { label: orders database, owner: team payments, process: postgres, exposure: network }
`;

/** A server that speaks as much Redis as tells that it wants no password. */
const REDIS = `
import { createServer } from 'node:net';
process.title = 'redis-server';
const INFO = '# Server\\r\\nredis_version:7.0.15\\r\\nredis_mode:standalone\\r\\n';
createServer((socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    const text = data.toString('latin1').toUpperCase();
    if (text.includes('INFO')) socket.write('$' + INFO.length + '\\r\\n' + INFO + '\\r\\n');
    else if (text.includes('PING')) socket.write('+PONG\\r\\n');
    else socket.write("-ERR unknown command\\r\\n");
  });
}).listen(6379, '0.0.0.0');
`;

/**
 * Two hours of a firewall's log up to now: a scan of 200 ports by 203.0.113.7, single knocks of strangers, what Windows
 * machines of the network call out, and five lines of sshd.
 */
function kernLog(): string {
  const start = Math.floor(Date.now() / 1000) - 7200;
  const lines: { time: number; line: string }[] = [];
  const add = (packet: Parameters<typeof ufwLine>[0]): void => {
    lines.push({ time: packet.time, line: ufwLine(packet) });
  };
  for (let place = 0; place < 200; place += 1)
    add({ time: start + 30 + 2 * place, src: '203.0.113.7', dport: 1000 + place });
  for (let place = 0; place < 100; place += 1)
    add({ time: start + 60 * place, src: `198.51.100.${place + 1}`, dport: [22, 23, 445, 8080][place % 4] ?? 22 });
  for (let place = 0; place < 30; place += 1)
    add({ time: start + 200 * place, src: '192.0.2.20', sport: 137, dst: '192.0.2.255', dport: 137, protocol: 'UDP' });
  for (let place = 0; place < 5; place += 1) {
    const time = start + 60 * place;
    lines.push({ time, line: `${syslogTime(time)} gate sshd[77]: Connection closed` });
  }
  return `${lines
    .toSorted((a, b) => a.time - b.time)
    .map(({ line }) => line)
    .join('\n')}\n`;
}
