import { defineCheck, exposed, notExposed } from '../check.ts';
import { quote } from '../conversation/quote.ts';
import { ask } from '../conversation/replies.ts';
import { isFtps, logInAnonymously } from '../protocols/ftp.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** A state machine on reply codes (RFC 959 section 5.4); no server's wording counts. Nothing is listed or fetched. */
export const ftpAnonymous = defineCheck(
  {
    id: 'ftp.anonymous',
    title: 'FTP lets anybody in without an account',
    services: ['ftp', 'ftps'],
    ports: [21, 990, 2121],
    transport: 'tcp',
    severity: 'medium',
    impact: 'creates-log-entry',
    budget: { maxMs: 30_000, maxRounds: 2, maxBytesIn: 16_384, maxBytesOut: 256 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'Whoever connects may read what is there, and try what the server lets a user do. Often nobody remembers it is on.',
    references: ['rfc959', 'rfc1635', 'rfc4217', 'rfc2577'],
    fixes: {
      vsftpd: {
        file: '/etc/vsftpd.conf',
        change: 'anonymous_enable=NO',
        apply: 'systemctl restart vsftpd',
      },
      ProFTPD: {
        file: '/etc/proftpd/proftpd.conf and the files it includes',
        change: 'remove the <Anonymous ...> block',
        apply: 'systemctl restart proftpd',
      },
      'Pure-FTPd': {
        file: '/etc/pure-ftpd/conf/NoAnonymous (Debian); elsewhere NoAnonymous in pure-ftpd.conf, or the option -E',
        change: 'yes',
        apply: 'systemctl restart pure-ftpd',
      },
      '*': {
        file: "the server's configuration",
        change: 'turn anonymous logins off, or serve the files by HTTPS instead',
        apply: 'restart the server',
      },
    },
  },
  async (context) => {
    const login = await logInAnonymously(context);
    if (login.kind === 'failed') return login.outcome;
    const { product, tls, conversation } = login.session;
    const extra = { facts: { tls: tls !== null || isFtps(context) }, ...(product === null ? {} : { product }) };
    if (login.kind === 'refused') {
      return notExposed('confirmed', `An anonymous login was refused: ${quote(login.words)}.`, extra);
    }
    // Only who is logged in may ask where he is: 257 shows that the login was one.
    const folder = await ask(conversation, 'PWD');
    await conversation.sendLine('QUIT');
    const way = tls === null ? '' : ', inside TLS';
    return exposed(
      folder?.code === 257 ? 'confirmed' : 'firm',
      `USER anonymous was let in (answer ${login.code})${way}.`,
      extra,
    );
  },
);
