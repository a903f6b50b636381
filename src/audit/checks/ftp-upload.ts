import { defineCheck, exposed, inconclusive, notExposed } from '../check.ts';
import { quote } from '../conversation/quote.ts';
import { ask, readReply } from '../conversation/replies.ts';
import { findFolders } from '../protocols/ftp-folders.ts';
import { logInAnonymously, wordsOf } from '../protocols/ftp.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** RFC 2428 section 3: the answer has a port and no address, so the data go to the same host by construction. */
const EPSV_PORT = /\(\|\|\|(\d{1,5})\|\)/;

/** Stores one byte under a name nobody has and removes it again. vsftpd lets anonymous users store but not remove. */
export const ftpUpload = defineCheck(
  {
    id: 'ftp.upload',
    title: 'FTP stored a file that anybody sent',
    services: ['ftp'],
    ports: [21, 2121],
    transport: 'tcp',
    severity: 'high',
    impact: 'may-leave-residue',
    budget: { maxMs: 40_000, maxRounds: 3, maxBytesIn: 32_768, maxBytesOut: 1024 },
    trusted: ANYWHERE,
    blind: [],
    maxLinesShown: 24,
    isOptIn: true,
    why: 'Strangers fill the disk, pass on what they like under your address, or put files where a web server runs them.',
    references: ['rfc959', 'rfc2428', 'rfc2577'],
    fixes: {
      '*': {
        file: "the server's configuration and the rights of its folders",
        change: 'forbid writing to anonymous users (ftp.writable says how for each server)',
        apply: 'restart the server',
      },
    },
  },
  async (context) => {
    if (!context.settings.mayLeaveResidue) {
      return inconclusive(
        'Nothing was tried, because it may leave a file of one byte behind; --allow-residue permits it.',
      );
    }
    const login = await logInAnonymously(context);
    if (login.kind === 'failed') return login.outcome;
    const { conversation, product, tls } = login.session;
    const named = product === null ? {} : { product };
    if (login.kind === 'refused') {
      return notExposed('confirmed', `Nobody comes in without an account: ${quote(login.words)}.`, named);
    }
    if (tls !== null) return inconclusive('It wants TLS for files too, which is not tried here.', named);
    const [folder] = await findFolders(conversation);
    if (folder === undefined) return inconclusive('No folder was found to store anything in.', named);
    const passive = await ask(conversation, 'EPSV');
    const port = Number(EPSV_PORT.exec(passive?.lines[0] ?? '')?.[1] ?? 0);
    if (passive?.code !== 229 || port === 0 || port > 65_535)
      return inconclusive('It opens no port for data by EPSV.', named);
    const path = `${folder.path}/portolan-${Buffer.from(context.random(6)).toString('hex')}`;
    const data = await context.connect({ port });
    const begun = await ask(conversation, `STOR ${path}`);
    if (begun === null || begun.code >= 400) {
      await data.close();
      await conversation.sendLine('QUIT');
      if (begun === null) return inconclusive('It did not answer whether a file may be stored.', named);
      return notExposed('confirmed', `A file was refused in ${folder.path}: ${quote(wordsOf(begun))}.`, named);
    }
    await data.send('.');
    await data.close();
    const stored = await readReply(conversation);
    const removed = await ask(conversation, `DELE ${path}`);
    await conversation.sendLine('QUIT');
    const isGone = removed?.code === 250;
    const extra = { ...named, facts: { file: path, isRemoved: isGone } };
    const rest = isGone ? 'It was removed again.' : `It could not be removed: remove ${path} by hand.`;
    if (stored === null || stored.code >= 400) {
      return inconclusive(
        `It began to take a file and then did not: ${quote(stored === null ? '' : wordsOf(stored))}. ${rest}`,
        extra,
      );
    }
    return exposed('confirmed', `A file of one byte was stored as ${path}. ${rest}`, extra);
  },
);
