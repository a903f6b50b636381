import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { decodeTftp, tftpAbort, tftpWriteRequest } from '../protocols/tftp.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** RFC 1350 section 4: a server that takes a file acknowledges block 0. By then it may have made an empty file. */
export const tftpWrite = defineCheck(
  {
    id: 'tftp.write',
    title: 'TFTP takes files from anybody',
    services: ['tftp'],
    ports: [69],
    transport: 'udp',
    severity: 'high',
    impact: 'may-leave-residue',
    budget: { maxMs: 6000, maxRounds: 2, maxBytesIn: 1100, maxBytesOut: 120 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: true,
    why: 'What telephones, switches and computers boot from could be replaced by anybody, and the disk filled.',
    references: ['rfc1350', 'tftpd-hpa'],
    fixes: {
      'tftpd-hpa': {
        file: '/etc/default/tftpd-hpa',
        change: 'take --create (-c) out of TFTP_OPTIONS, and the right to write from the files in its folder',
        apply: 'systemctl restart tftpd-hpa',
      },
      '*': {
        file: 'the configuration of the TFTP server',
        change: 'let it create no files, and give its user no right to write',
        apply: 'restart the server',
      },
    },
  },
  async (context: CheckContext) => {
    if (!context.settings.mayLeaveResidue) {
      return inconclusive('It may leave an empty file behind, and was not asked for with --allow-residue.');
    }
    const file = `portolan-${Buffer.from(context.random(4)).toString('hex')}`;
    const { answers } = await context.exchange(tftpWriteRequest(file), {
      tries: 2,
      anyPort: true,
      reply: ({ bytes }) => (decodeTftp(bytes)?.kind === 'acknowledgement' ? tftpAbort() : null),
    });
    const [first] = answers;
    if (first === undefined) return inconclusive('No answer came to a request to write, from any port of the host.');
    const answer = decodeTftp(first.bytes);
    if (answer?.kind === 'acknowledgement') {
      const summary = `It would take a new file. Nothing was sent; an empty file "${file}" may be left in its folder.`;
      return exposed('confirmed', summary, { facts: { file } });
    }
    if (answer?.kind === 'error') return notExposed('confirmed', `It refused a new file (error ${answer.code}).`);
    return notApplicable('Something else than TFTP answers.');
  },
);
