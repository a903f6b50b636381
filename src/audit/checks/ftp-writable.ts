import { defineCheck, exposed, inconclusive, notExposed } from '../check.ts';
import { quote } from '../conversation/quote.ts';
import { ask } from '../conversation/replies.ts';
import { findFolders } from '../protocols/ftp-folders.ts';
import { logInAnonymously, wordsOf } from '../protocols/ftp.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/**
 * Answers to STOR with the name of a folder and no data connection, by which a server shows that its configuration did not
 * stop it. Measured: vsftpd asks for a data connection; Pure-FTPd tried to open it; ProFTPD came to its rules on files,
 * or to the file. Where uploads are not allowed, vsftpd says "Permission denied", ProFTPD "Operation not permitted",
 * Pure-FTPd "Anonymous users may not overwrite existing files", all with 550.
 */
const STOR_PASSED = [/^425 /, /^553 .*is a directory/i, /^550 .*(?:not a regular file|overwrite permission denied)/i];
/** Pure-FTPd that renames instead of overwriting (-r) fails at that: it says nothing of new files. */
const STOR_UNCLEAR = [/^553 /, /^[1-4]\d\d /];
/** The same with MKD; 521 is RFC 959 appendix II. */
const MKD_PASSED = [/^521 /, /^550 .*(?:file exists|already exists|create directory operation failed)/i];

/** No file, no folder and no byte is left: both commands name a folder that is there, which neither can make. */
export const ftpWritable = defineCheck(
  {
    id: 'ftp.writable',
    title: 'FTP lets anybody store files',
    services: ['ftp', 'ftps'],
    ports: [21, 990, 2121],
    transport: 'tcp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 40_000, maxRounds: 2, maxBytesIn: 32_768, maxBytesOut: 1024 },
    trusted: ANYWHERE,
    blind: [],
    maxLinesShown: 24,
    isOptIn: false,
    why: 'Strangers fill the disk, pass on what they like under your address, or put files where a web server runs them.',
    references: ['rfc959', 'rfc2577', 'rfc3659'],
    fixes: {
      vsftpd: {
        file: '/etc/vsftpd.conf',
        change: 'anon_upload_enable=NO and anon_mkdir_write_enable=NO',
        apply: 'systemctl restart vsftpd',
      },
      ProFTPD: {
        file: '/etc/proftpd/proftpd.conf and the files it includes',
        change: 'inside <Anonymous ...>: <Limit WRITE> DenyAll </Limit>',
        apply: 'systemctl restart proftpd',
      },
      'Pure-FTPd': {
        file: '/etc/pure-ftpd/conf/AnonymousCantUpload (Debian); elsewhere AnonymousCantUpload in pure-ftpd.conf, or the option -i',
        change: 'yes',
        apply: 'systemctl restart pure-ftpd',
      },
      '*': {
        file: "the server's configuration and the rights of its folders",
        change: 'forbid writing to anonymous users, and let their account own no folder',
        apply: 'restart the server',
      },
    },
  },
  async (context) => {
    const login = await logInAnonymously(context);
    if (login.kind === 'failed') return login.outcome;
    const { conversation, product } = login.session;
    const named = product === null ? {} : { product };
    if (login.kind === 'refused') {
      return notExposed('confirmed', `Nobody comes in without an account: ${quote(login.words)}.`, named);
    }
    const [folder] = await findFolders(conversation);
    if (folder === undefined) {
      await conversation.sendLine('QUIT');
      return inconclusive(
        'No folder was found to ask about; without one the question could leave a file behind.',
        named,
      );
    }
    const stor = await ask(conversation, `STOR ${folder.path}`);
    const mkd = await ask(conversation, `MKD ${folder.path}`);
    await conversation.sendLine('QUIT');
    if (stor === null || mkd === null) return inconclusive('It did not answer whether files may be stored.', named);
    const storWords = wordsOf(stor);
    const mkdWords = wordsOf(mkd);
    const mayStore = STOR_PASSED.some((pattern) => pattern.test(storWords));
    const mayMake = MKD_PASSED.some((pattern) => pattern.test(mkdWords));
    const open = folder.isOpen === true;
    const extra = {
      ...named,
      facts: {
        folder: folder.path,
        mayStore,
        mayMakeFolders: mayMake,
        ...(folder.isOpen === null ? {} : { folderIsOpen: open }),
      },
    };
    const asked = `STOR to the folder ${folder.path} was answered with ${quote(storWords)}, MKD with ${quote(mkdWords)}`;
    if (mayStore || mayMake) {
      if (open) {
        return exposed('firm', `${asked}: the server allows it, and the rights of the folder do too.`, extra);
      }
      // vsftpd takes no uploads unless three settings say so; others take them wherever the folder's rights do.
      if (product === 'vsftpd') {
        return exposed(
          'tentative',
          `${asked}: uploads are turned on. No folder was seen that lets everybody write.`,
          extra,
        );
      }
      return inconclusive(
        `${asked}: the server forbids nothing; whether a folder takes files, its rights decide.`,
        extra,
      );
    }
    if (stor.code < 500 || STOR_UNCLEAR.some((pattern) => pattern.test(storWords))) {
      return inconclusive(`${asked}, which says neither yes nor no.`, extra);
    }
    return notExposed('firm', `${asked}.`, extra);
  },
);
