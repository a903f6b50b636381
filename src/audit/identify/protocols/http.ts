import { certain, likely, type Recognition } from '../heard.ts';
import { ascii, type Protocol } from '../protocol.ts';

/** What web servers say in clear on a port that wants TLS; then it is asked inside TLS. */
const WANTS_TLS = /HTTP request (?:was sent )?to (?:an )?HTTPS (?:port|server)|speaking plain HTTP to an SSL-enabled/i;

const AGENT = 'portolan';

/**
 * RFC 9112. Asked without a Host, because Redis takes that word for an attack and logs it; HTTP/1.0 does not need it. Where
 * the port says HTTP the name is sent, so that servers with several sites answer.
 */
export const HTTP: Protocol = {
  service: 'http',
  ports: [
    80, 81, 443, 591, 593, 631, 2375, 2376, 3000, 3128, 5000, 5601, 5984, 6443, 8000, 8001, 8008, 8080, 8081, 8083,
    8086, 8088, 8443, 8500, 8834, 8888, 9000, 9090, 9200, 9443, 10_000, 10_250, 15_672,
  ],
  question: (_, address) =>
    ascii(
      address === ''
        ? 'GET / HTTP/1.0\r\n\r\n'
        : `GET / HTTP/1.1\r\nHost: ${address}\r\nUser-Agent: ${AGENT}\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
    ),
  recognise: ({ text }) => {
    if (/^HTTP\/\d(?:\.\d)? \d{3}\b/.test(text)) {
      return WANTS_TLS.test(text) ? likely('http', ...httpTexts(text)) : certain('http', ...httpTexts(text));
    }
    if (WANTS_TLS.test(text)) return likely('http');
    return /^\s{0,10}<(?:!doctype html|html)\b/i.test(text) ? likely('http', ['body', text]) : null;
  },
};

/** RFC 2326 section 10.1. */
export const RTSP: Protocol = {
  service: 'rtsp',
  ports: [554, 8554],
  question: () => ascii('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n'),
  recognise: ({ text }) => (/^RTSP\/\d\.\d \d{3}\b/.test(text) ? certain('rtsp', ...httpTexts(text)) : null),
};

/** RFC 3261 section 11: OPTIONS asks what a server can do, and changes nothing. */
export const SIP: Protocol = {
  service: 'sip',
  ports: [5060, 5061],
  question: (random) => sipOptions(random, 'TCP'),
  recognise: ({ text }) => (/^SIP\/2\.0 \d{3}\b/.test(text) ? certain('sip', ...httpTexts(text)) : null),
};

export function sipOptions(random: Uint8Array, transport: 'TCP' | 'UDP'): Uint8Array {
  const id = Buffer.from(random).toString('hex');
  return ascii(
    `OPTIONS sip:portolan.invalid SIP/2.0\r\nVia: SIP/2.0/${transport} portolan.invalid;branch=z9hG4bK${id};rport\r\n` +
      `From: <sip:portolan@portolan.invalid>;tag=${id.slice(0, 8)}\r\nTo: <sip:portolan.invalid>\r\n` +
      `Call-ID: ${id}@portolan.invalid\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 0\r\nContent-Length: 0\r\n\r\n`,
  );
}

/** The value of Server, and what follows the header. */
export function httpTexts(text: string): Recognition['texts'] {
  const [head = '', ...rest] = text.split(/\r?\n\r?\n/);
  const body = rest.join('\n\n').trimStart();
  const texts: (readonly ['server' | 'body' | 'answer', string])[] = [];
  const server = /^Server:[ \t]*([^\r\n]{1,400})/im.exec(head)?.[1];
  const agent = /^User-Agent:[ \t]*([^\r\n]{1,400})/im.exec(head)?.[1];
  if (server !== undefined) texts.push(['server', server.trimEnd()]);
  if (agent !== undefined) texts.push(['server', agent.trimEnd()]);
  if (body !== '') texts.push(['body', body]);
  texts.push(['answer', head]);
  return texts;
}
