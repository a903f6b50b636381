import { defineCheck, exposed, notExposed } from '../check.ts';
import { isOutcome } from '../protocols/greeting.ts';
import { readIdentification } from '../protocols/ssh.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** RFC 4253 section 5.1: 1.99 means protocol 2 with 1 for old clients. Only the server's first line is read. */
export const sshProtocol1 = defineCheck(
  {
    id: 'ssh.protocol1',
    title: 'SSH still speaks protocol 1',
    services: ['ssh'],
    ports: [22, 2222],
    transport: 'tcp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 15_000, maxRounds: 1, maxBytesIn: 8192, maxBytesOut: 64 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'Protocol 1 checks what it sends with CRC-32: who sits between can change it, and with luck take the session over.',
    references: ['rfc4253', 'rfc4251'],
    fixes: {
      OpenSSH: {
        file: '/etc/ssh/sshd_config',
        change: 'Protocol 2 (versions before 7.4; later ones have no protocol 1)',
        apply: 'systemctl restart ssh',
      },
      '*': {
        file: "the device's settings (Cisco IOS: ip ssh version 2)",
        change: 'protocol 2 only, and a newer firmware',
        apply: 'save the configuration',
      },
    },
  },
  async (context) => {
    const conversation = await context.connect();
    const server = await readIdentification(conversation);
    if (isOutcome(server)) return server;
    const { protocol, software, product } = server;
    const extra = { facts: { protocol, software }, ...(product === null ? {} : { product }) };
    if (protocol === '2.0') return notExposed('confirmed', 'It speaks protocol 2 only.', extra);
    if (protocol === '1.99') {
      return exposed('firm', 'It says SSH-1.99: protocol 2, and protocol 1 for old clients.', extra);
    }
    return exposed('confirmed', `It says SSH-${protocol}: it speaks protocol 1 only.`, extra);
  },
);
