import { tcp, udp, type LabServer } from './lab-server.ts';
import type { ExpectedVerdicts } from './truth.ts';

/** What hostile.mjs can do with a connection, and what that is, for lists. */
const STREAMS = {
  'endless-line': 'one line that never ends',
  'endless-banner': 'a greeting of ever more lines',
  'byte-a-second': 'a byte a second, for ever',
  burst: '100 MB as fast as they go',
  escapes: 'terminal escapes and invalid UTF-8',
  'tls-garbage': 'says yes to everything, and talks no TLS',
  close: 'accepts and closes',
  reset: 'accepts and resets',
  silence: 'accepts and says nothing',
  mirror: 'gives back what it gets',
  'http-200': 'a web server that answers 200 to everything, also to CONNECT',
};

/** What it can do with a datagram. */
const DATAGRAMS = {
  'udp-garbage': 'bytes that are no message',
  'udp-flood': 'two thousand answers to one question',
  'udp-empty': 'an answer without a byte',
  'udp-mirror': 'gives back what it gets',
};

export type HostileStream = keyof typeof STREAMS;
export type HostileDatagram = keyof typeof DATAGRAMS;

/** A hostile server on the port of the check it is to be tried on. */
function hostileServer(variant: HostileStream | HostileDatagram, port: number, expect: ExpectedVerdicts): LabServer {
  const isStream = variant in STREAMS;
  return {
    name: `hostile-${variant}`,
    about: `hostile: ${{ ...STREAMS, ...DATAGRAMS }[variant]}`,
    packages: [],
    services: [isStream ? tcp(port, 'unknown') : udp(port, 'unknown')],
    start: `"$NODE" "$CODE/hostile/hostile.mjs" ${variant} ${port}`,
    expect,
  };
}

const FTP_PORT = 21;
const PROXY_PORT = 8080;
const TFTP_PORT = 69;

const streams = Object.keys(STREAMS) as HostileStream[];
const datagrams = Object.keys(DATAGRAMS) as HostileDatagram[];

export const HOSTILE: readonly LabServer[] = [
  ...streams
    .filter((variant) => variant !== 'http-200')
    .map((variant) => hostileServer(variant, FTP_PORT, { 'ftp.anonymous': 'inconclusive' })),
  hostileServer('http-200', PROXY_PORT, { 'http.open-proxy': 'not-exposed' }),
  ...datagrams.map((variant) => hostileServer(variant, TFTP_PORT, { 'tftp.read': 'inconclusive' })),
];
