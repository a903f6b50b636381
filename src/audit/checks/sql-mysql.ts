import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { outcomeWithoutFrame, readFrame } from '../conversation/frames.ts';
import {
  MYSQL_FRAME,
  MYSQL_QUIT,
  decodeMysql,
  mysqlEmptyLogin,
  mysqlEmptyProof,
  type MysqlPacket,
} from '../protocols/mysql.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** Error codes that say no: the host may not connect; it is blocked; the account or its way of proof refuses. */
const HOST_REFUSED = 1130;
const HOST_BLOCKED = 1129;
const REFUSED: readonly number[] = [1044, 1045, 1251, 1524, 1698, 1820, 1862, 3118, 4151];
/** Ways of proof for which an empty answer means an empty password. */
const EMPTY_MEANS_EMPTY: readonly string[] = [
  'mysql_native_password',
  'caching_sha2_password',
  'sha256_password',
  'parsec',
];

/** One log-in as root with an empty password: never a guess. Accounts are of a user at a host, so that place decides. */
export const sqlMysql = defineCheck(
  {
    id: 'sql.mysql',
    title: 'MySQL or MariaDB lets root in without a password',
    services: ['mysql', 'mariadb'],
    ports: [3306],
    transport: 'tcp',
    severity: 'critical',
    impact: 'creates-log-entry',
    budget: { maxMs: 12_000, maxRounds: 1, maxBytesIn: 12_000, maxBytesOut: 200 },
    trusted: OUTSIDE,
    blind: ['same-address', 'same-host'],
    maxLinesShown: 4,
    isOptIn: false,
    why: 'root reads and changes every database, and may write files and load code on the host.',
    references: ['mariadb-doc', 'mysql-doc'],
    fixes: {
      MariaDB: {
        file: 'the accounts, in the client mariadb; /etc/mysql/mariadb.conf.d/50-server.cnf',
        change:
          "DROP USER 'root'@'%'; ALTER USER 'root'@'localhost' IDENTIFIED VIA unix_socket; bind-address = 127.0.0.1",
        apply: 'systemctl restart mariadb',
      },
      '*': {
        file: 'the accounts, in the client mysql; /etc/mysql/my.cnf',
        change: "DROP USER 'root'@'%'; ALTER USER 'root'@'localhost' IDENTIFIED BY '...'; bind-address = 127.0.0.1",
        apply: 'systemctl restart mysql',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    const frame = await readFrame(conversation, MYSQL_FRAME, 4000);
    // A text is taken for the beginning of a long packet.
    if (frame.kind === 'cut') return notApplicable('Something else than MySQL answers.');
    if (frame.kind !== 'frame') return outcomeWithoutFrame(frame, 'MySQL', conversation);
    const greeting = decodeMysql(frame.bytes);
    if (greeting?.kind === 'error') {
      if (greeting.code === HOST_REFUSED) return notExposed('confirmed', 'It lets nobody from here connect (1130).');
      if (greeting.code === HOST_BLOCKED) return inconclusive('It blocks our address after failures of others (1129).');
      return inconclusive(`It greeted with error ${greeting.code}.`);
    }
    if (greeting?.kind !== 'greeting') return notApplicable('Something else than MySQL answers.');
    const product = /mariadb/i.test(greeting.version) ? 'MariaDB' : 'MySQL';
    const version = greeting.version.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
    const more = { product, facts: { version } };
    const answer = await logIn(conversation, greeting.plugin);
    await conversation.send(MYSQL_QUIT);
    await conversation.close();
    if (answer?.kind === 'ok')
      return exposed('confirmed', 'It let root in with an empty password; nothing was asked of it.', more);
    if (answer?.kind === 'error' && (REFUSED.includes(answer.code) || answer.code === HOST_REFUSED)) {
      return notExposed('confirmed', `It refused root with an empty password (${answer.code}).`, more);
    }
    if (answer?.kind === 'error') return inconclusive(`It said neither yes nor no: error ${answer.code}.`, more);
    if (answer?.kind === 'switch')
      return inconclusive(`It asks root for a proof by ${name(answer.plugin)}, which was not given.`, more);
    return inconclusive('It greeted, and said nothing to root with an empty password.', more);
  },
);

async function logIn(conversation: Conversation, plugin: string): Promise<MysqlPacket | null> {
  await conversation.send(
    mysqlEmptyLogin('root', EMPTY_MEANS_EMPTY.includes(plugin) ? plugin : 'mysql_native_password'),
  );
  const frame = await readFrame(conversation, MYSQL_FRAME, 4000);
  if (frame.kind !== 'frame') return null;
  const answer = decodeMysql(frame.bytes);
  if (answer?.kind !== 'switch' || !EMPTY_MEANS_EMPTY.includes(answer.plugin)) return answer;
  await conversation.send(mysqlEmptyProof((frame.bytes[3] ?? 0) + 1));
  const last = await readFrame(conversation, MYSQL_FRAME, 4000);
  return last.kind === 'frame' ? decodeMysql(last.bytes) : null;
}

function name(plugin: string): string {
  return plugin.replace(/[^\w-]/g, '?').slice(0, 40);
}
