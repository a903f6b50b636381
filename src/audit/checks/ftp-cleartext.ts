import { defineCheck, exposed, inconclusive, notApplicable, notExposed } from '../check.ts';
import { quote } from '../conversation/quote.ts';
import { ask } from '../conversation/replies.ts';
import { goOnInTls, isFtps, openFtp, wordsOf } from '../protocols/ftp.ts';
import { isOutcome } from '../protocols/greeting.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/**
 * USER with a name nobody has, in clear, and no PASS ever: 331 asks for a password. Whether TLS is there, AUTH says and
 * FEAT does not: Pure-FTPd lists AUTH TLS without having it.
 */
export const ftpCleartext = defineCheck(
  {
    id: 'ftp.cleartext',
    title: 'FTP takes passwords in clear text',
    services: ['ftp', 'ftps'],
    ports: [21, 990, 2121],
    transport: 'tcp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 30_000, maxRounds: 2, maxBytesIn: 16_384, maxBytesOut: 256 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'Who reads along on the way has the password and the files. Often it is the password of a system user.',
    references: ['rfc959', 'rfc4217', 'rfc2577'],
    fixes: {
      vsftpd: {
        file: '/etc/vsftpd.conf',
        change:
          'ssl_enable=YES, rsa_cert_file= and rsa_private_key_file=; force_local_logins_ssl=YES and force_local_data_ssl=YES are the default then',
        apply: 'systemctl restart vsftpd',
      },
      ProFTPD: {
        file: '/etc/proftpd/tls.conf',
        change: 'TLSEngine on, TLSRequired on, TLSRSACertificateFile and TLSRSACertificateKeyFile; include the file',
        apply: 'systemctl restart proftpd',
      },
      'Pure-FTPd': {
        file: '/etc/pure-ftpd/conf/TLS (Debian); elsewhere TLS in pure-ftpd.conf, or the option -Y',
        change: '2',
        apply: 'systemctl restart pure-ftpd',
      },
      '*': {
        file: "the server's configuration",
        change: 'require TLS, or use SFTP over SSH instead',
        apply: 'restart the server',
      },
    },
  },
  async (context) => {
    const session = await openFtp(context);
    if (isOutcome(session)) return session;
    const { conversation, product } = session;
    const named = product === null ? {} : { product };
    if (isFtps(context)) {
      await conversation.sendLine('QUIT');
      return notExposed('confirmed', 'It speaks TLS from the first byte on this port.', {
        ...named,
        facts: { tls: 'implicit' },
      });
    }
    const user = await ask(conversation, 'USER audit-none');
    if (user?.code === 500 || user?.code === 502)
      return notApplicable(`It does not know FTP's USER: ${quote(wordsOf(user))}.`);
    let tls = await goOnInTls(session);
    if (tls === null && conversation.ending === 'closed') {
      const again = await openFtp(context);
      tls = isOutcome(again) ? null : await goOnInTls(again);
    }
    const extra = { ...named, facts: { tls: tls === null ? 'none' : 'offered' } };
    if (user === null) return inconclusive('A name was answered with nothing that FTP knows.', extra);
    const words = quote(wordsOf(user));
    if (user.code === 331 || user.code === 332) {
      return tls === null
        ? exposed('confirmed', `A name sent in clear text was answered with ${words}, and there is no TLS.`, extra)
        : exposed(
            'confirmed',
            `A name sent in clear text was answered with ${words}. It offers TLS, but leaves it to the client.`,
            {
              ...extra,
              severity: 'medium',
            },
          );
    }
    if (tls !== null) {
      return user.code >= 400
        ? notExposed('confirmed', `A name sent in clear text was refused with ${words}, and TLS is offered.`, {
            ...named,
            facts: { tls: 'required' },
          })
        : inconclusive(`A name sent in clear text was answered with ${words}.`, extra);
    }
    if (user.code !== 530)
      return inconclusive(`A name sent in clear text was answered with ${words}; TLS is not offered.`, extra);
    const anonymous = await ask(conversation, 'USER anonymous');
    await conversation.sendLine('QUIT');
    if (anonymous?.code === 331 || anonymous?.code === 230) {
      return exposed(
        'confirmed',
        `There is no TLS. Only anonymous logins are taken (${words}), so no password is at stake, but files can be read and changed on the way.`,
        { ...extra, severity: 'low' },
      );
    }
    return inconclusive(
      `A name nobody has was refused with ${words}, and TLS is not offered; a name it knows might be asked for a password.`,
      extra,
    );
  },
);
