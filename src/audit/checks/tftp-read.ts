import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { decodeTftp, tftpAbort, tftpReadRequest, type TftpAnswer } from '../protocols/tftp.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** Files that every Linux host has, and that no boot server means to hand out. */
const FILES = ['/etc/hostname', '/etc/passwd'] as const;

/**
 * RFC 1350 has no passwords. The size option (RFC 2349) lets a server say that it would send a file before it does: then it
 * is told to stop, so that no content is transferred.
 */
export const tftpRead = defineCheck(
  {
    id: 'tftp.read',
    title: 'TFTP hands out files of the system',
    services: ['tftp'],
    ports: [69],
    transport: 'udp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 15_000, maxRounds: 6, maxBytesIn: 3200, maxBytesOut: 400 },
    trusted: ANYWHERE,
    blind: [],
    // A server without options sends the beginning of the file at once; that is counted, not shown.
    maxLinesShown: 0,
    isOptIn: false,
    why: 'TFTP asks for no password: whatever its process may read, anybody may have, configurations with passwords included.',
    references: ['rfc1350', 'tftpd-hpa'],
    fixes: {
      'tftpd-hpa': {
        file: '/etc/default/tftpd-hpa',
        change: 'TFTP_OPTIONS="--secure" and TFTP_DIRECTORY with a folder of its own',
        apply: 'systemctl restart tftpd-hpa',
      },
      atftpd: {
        file: '/etc/default/atftpd',
        change: 'end OPTIONS with a folder of its own, such as /srv/tftp, instead of /',
        apply: 'systemctl restart atftpd',
      },
      dnsmasq: {
        file: '/etc/dnsmasq.conf',
        change: 'tftp-root= with a folder of its own; tftp-secure where all files belong to the user of dnsmasq',
        apply: 'systemctl restart dnsmasq',
      },
      '*': {
        file: 'the configuration of the TFTP server',
        change: 'shut it up in a folder of its own, that holds nothing secret',
        apply: 'restart the server',
      },
    },
  },
  async (context: CheckContext) => {
    const refusals: string[] = [];
    for (const file of FILES) {
      const answer = await request(context, file);
      if (answer === 'other') return notApplicable('Something else than TFTP answers.');
      if (answer === null) return inconclusive('No answer came to a request for a file, from any port of the host.');
      if (answer.kind === 'options') {
        const size = answer.size === null ? '' : ` and has ${answer.size} bytes`;
        const facts = answer.size === null ? { file } : { file, bytes: answer.size };
        return exposed('confirmed', `It would send ${file}, which is there${size}; nothing of it was fetched.`, {
          facts,
        });
      }
      if (answer.kind === 'data') {
        return exposed('confirmed', `It began to send ${file} (${answer.bytes} bytes, not kept).`, { facts: { file } });
      }
      if (answer.kind === 'error') refusals.push(`${file}: ${shown(answer)}`);
    }
    // tftpd-hpa says that only where it was not shut up in a folder.
    const relative = await request(context, `portolan-${Buffer.from(context.random(4)).toString('hex')}`);
    if (
      relative !== null &&
      relative !== 'other' &&
      relative.kind === 'error' &&
      /only absolute/i.test(relative.message)
    ) {
      const summary = 'It takes only absolute names: it sees the whole file system, where other files may be readable.';
      return exposed('firm', summary, { severity: 'medium', facts: { answer: shown(relative) } });
    }
    return notExposed('confirmed', `It refused files of the system (${refusals.join('; ')}).`);
  },
);

function shown(answer: Extract<TftpAnswer, { kind: 'error' }>): string {
  return `error ${answer.code} ${answer.message.replace(/[^\x20-\x7e]/g, '?').slice(0, 80)}`.trim();
}

async function request(context: CheckContext, file: string): Promise<TftpAnswer | 'other' | null> {
  context.note(`asks for ${file} and its size`);
  const { answers } = await context.exchange(tftpReadRequest(file), {
    tries: 2,
    anyPort: true,
    reply: ({ bytes }) => {
      const kind = decodeTftp(bytes)?.kind;
      return kind === 'options' || kind === 'data' ? tftpAbort() : null;
    },
  });
  const [first] = answers;
  if (first === undefined) return null;
  const answer = decodeTftp(first.bytes);
  if (answer !== null) context.note(answer.kind === 'error' ? shown(answer) : `${answer.kind}, told to stop`);
  return answer ?? 'other';
}
