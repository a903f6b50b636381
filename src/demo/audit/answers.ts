import type { CheckResult } from '../../audit/result.ts';
import type { ProbedPort } from '../../audit/probing/plan.ts';
import type { IdentifiedService } from '../../audit/service.ts';
import { DEMO_ADDRESS, DEMO_HOST, DEMO_NETWORK } from '../demo-host.ts';

/** The neighbour that is audited too. */
export const NEIGHBOUR = { name: 'web-1', address: `${DEMO_NETWORK}20` } as const;

/** What was said: each line with who said it. */
type Said = `${'>' | '<' | '*'} ${string}`;

interface Spoken {
  readonly service?: Partial<IdentifiedService> & Pick<IdentifiedService, 'name'>;
  readonly state?: ProbedPort['state'];
  readonly checks?: readonly CheckResult[];
}

const openssh = 'SSH-2.0-OpenSSH_10.0p2 Debian-7';

/** What the ports of both hosts would have answered; nobody was asked. */
export const ANSWERS: readonly ProbedPort[] = [
  own(22, {
    service: { name: 'ssh', product: 'OpenSSH', version: '10.0p2', because: openssh, os: 'Debian' },
    checks: [
      check('ssh.algorithms', 'not-exposed', 'medium', 'It offers nothing broken.', [
        `< ${openssh}`,
        '> SSH-2.0-Portolan',
        '* key exchange mlkem768x25519-sha256, sntrup761x25519-sha512, curve25519-sha256 and 4 more',
      ]),
    ],
  }),
  own(80, {
    service: { name: 'http', product: 'nginx', version: '1.26.3', because: 'HTTP/1.1 301 Moved Permanently' },
  }),
  own(111, {
    service: { name: 'rpcbind', because: 'it answered as rpcbind does' },
    checks: [
      check('rpcbind.open', 'exposed', 'medium', 'It lists its programs to strangers: 2 of them.', [
        '> DUMP, program 100000 version 2',
        '< 100000 v4 tcp 111 portmapper',
        '< 100000 v4 udp 111 portmapper',
      ]),
    ],
  }),
  own(443, {
    service: { name: 'http', product: 'nginx', version: '1.26.3', isTls: true, because: 'HTTP/1.1 200 OK' },
  }),
  own(5432, {
    service: { name: 'postgresql', product: 'PostgreSQL', because: 'it answered as postgresql does' },
    checks: [
      check('sql.postgresql', 'not-exposed', 'critical', 'It asks the user postgres for SCRAM-SHA-256, without TLS.', [
        '> startup, user postgres',
        '< authentication request 10, SCRAM-SHA-256',
      ]),
    ],
  }),
  own(6379, {
    service: { name: 'redis', product: 'Redis', version: '7.0.15', because: '+PONG' },
    checks: [
      check('redis.open', 'exposed', 'critical', 'Redis 7.0.15 answers commands without a password.', [
        '> PING',
        '< +PONG',
        '> INFO server',
        '* 12 more lines are not kept',
      ]),
    ],
  }),
  own(8080, { service: { name: 'http', product: 'Express', because: 'X-Powered-By: Express' } }),
  own(8000, {
    service: { name: 'http', product: 'SimpleHTTP', version: '0.6', because: 'Server: SimpleHTTP/0.6 Python/3.13.5' },
    checks: [
      check('http.banner', 'exposed', 'low', 'It tells its product and version: SimpleHTTP/0.6 Python/3.13.5.', [
        '> GET / HTTP/1.0',
        '< HTTP/1.0 200 OK',
        '< Server: SimpleHTTP/0.6 Python/3.13.5',
        '< <title>Directory listing for /</title>',
      ]),
    ],
  }),
  own(9100, { service: { name: 'http', because: 'HTTP/1.1 200 OK' } }),
  own(9187, { state: 'closed' }),
  neighbour(21, {
    service: { name: 'ftp', product: 'vsftpd', version: '3.0.5', because: '220 (vsFTPd 3.0.5)' },
    checks: [
      check('ftp.cleartext', 'exposed', 'medium', 'It asks for a password without TLS.', [
        '< 220 (vsFTPd 3.0.5)',
        '> AUTH TLS',
        '< 530 Please login with USER and PASS.',
        '> USER portolan',
        '< 331 Please specify the password.',
      ]),
      check('ftp.anonymous', 'not-exposed', 'medium', 'It lets nobody in without an account.', [
        '< 220 (vsFTPd 3.0.5)',
        '> USER anonymous',
        '< 331 Please specify the password.',
        '> PASS [not shown]',
        '< 530 Login incorrect.',
      ]),
    ],
  }),
  neighbour(22, {
    service: { name: 'ssh', product: 'OpenSSH', version: '7.4', because: 'SSH-2.0-OpenSSH_7.4' },
    checks: [
      check(
        'ssh.algorithms',
        'exposed',
        'medium',
        'It offers diffie-hellman-group1-sha1 and arcfour. arcfour: its key stream gives itself away (RFC 8758).',
        ['< SSH-2.0-OpenSSH_7.4', '> SSH-2.0-Portolan', '* offer: diffie-hellman-group1-sha1, arcfour and 23 more'],
      ),
    ],
  }),
  neighbour(23, {
    service: { name: 'telnet', because: 'it negotiated options as telnet does' },
    checks: [
      check('telnet.cleartext', 'exposed', 'high', 'It asked for a login in clear text: "web-1 login:".', [
        '< \\xff\\xfd\\x18\\xff\\xfd\\x20',
        '> \\xff\\xfc\\x18\\xff\\xfc\\x20',
        '< web-1 login:',
      ]),
    ],
  }),
  neighbour(80, { service: { name: 'http', product: 'nginx', because: 'HTTP/1.1 301 Moved Permanently' } }),
  neighbour(443, { service: { name: 'http', product: 'nginx', isTls: true, because: 'HTTP/1.1 200 OK' } }),
];

function own(port: number, spoken: Spoken): ProbedPort {
  return probed({ name: DEMO_HOST, address: DEMO_ADDRESS }, port, spoken);
}

function neighbour(port: number, spoken: Spoken): ProbedPort {
  return probed(NEIGHBOUR, port, spoken);
}

function probed(
  { name: host, address }: { readonly name: string; readonly address: string },
  port: number,
  { service, state = 'open', checks = [] }: Spoken,
): ProbedPort {
  const because = state === 'open' ? 'connected' : 'refused';
  const defaults = {
    product: null,
    version: null,
    isTls: false,
    confidence: 'certain',
    because: 'it said so',
  } as const;
  return {
    host,
    address,
    transport: 'tcp',
    port,
    state,
    because,
    service: service === undefined ? null : { ...defaults, ...service },
    checks,
  };
}

function check(
  id: string,
  verdict: CheckResult['verdict'],
  severity: CheckResult['severity'],
  summary: string,
  said: readonly Said[],
): CheckResult {
  const transcript = said.map((line, at) => {
    const [direction] = line;
    return {
      at: 1 + at * 2,
      direction: direction === '>' || direction === '<' ? direction : '*',
      text: line.slice(2),
    } as const;
  });
  const bytesOf = (direction: '>' | '<'): number =>
    transcript.filter((line) => line.direction === direction).reduce((sum, { text }) => sum + text.length + 2, 0);
  return {
    check: id,
    verdict,
    confidence: 'confirmed',
    severity,
    summary,
    product: null,
    facts: {},
    transcript,
    rounds: 1,
    bytesIn: bytesOf('<'),
    bytesOut: bytesOf('>'),
    milliseconds: 2 * said.length,
  };
}
