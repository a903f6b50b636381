import { defineCheck, exposed, inconclusive, notExposed, type CheckContext, type Outcome } from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { outcomeWithoutFrame, readFrame, type Frame } from '../conversation/frames.ts';
import {
  POSTGRES_FRAME,
  POSTGRES_METHODS,
  POSTGRES_TERMINATE,
  POSTGRES_TLS_REQUEST,
  decodePostgres,
  postgresStartup,
  type PostgresAnswer,
} from '../protocols/postgresql.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** The superuser that every installation has. No password is ever sent. */
const USER = 'postgres';
/** invalid_authorization_specification: no line of pg_hba.conf fits, or one says "reject". */
const NO_ENTRY = '28000';

export const sqlPostgresql = defineCheck(
  {
    id: 'sql.postgresql',
    title: 'PostgreSQL lets its superuser in without a password',
    services: ['postgresql'],
    ports: [5432],
    transport: 'tcp',
    severity: 'critical',
    impact: 'creates-log-entry',
    budget: { maxMs: 12_000, maxRounds: 2, maxBytesIn: 16_000, maxBytesOut: 2000 },
    // pg_hba.conf decides by address, and often trusts the host itself: what holds for one holds for no other.
    trusted: OUTSIDE,
    blind: ['same-address', 'same-host'],
    maxLinesShown: 4,
    isOptIn: false,
    why: 'The superuser reads and changes everything, and runs programs as the account of the database.',
    references: ['postgresql-doc'],
    fixes: {
      '*': {
        file: '/etc/postgresql/VERSION/main/pg_hba.conf',
        change: 'in lines "host" put scram-sha-256 in place of trust, and only the addresses that need it',
        apply: 'systemctl reload postgresql',
      },
    },
  },
  async (context: CheckContext) => {
    const plain = await context.connect();
    const first = await begin(plain);
    if ('verdict' in first) return first;
    if (first.kind === 'authentication' || first.code !== NO_ENTRY) return judge(first, 'without TLS');
    // Lines "hostssl" count only inside TLS.
    const conversation = await context.connect();
    await conversation.send(POSTGRES_TLS_REQUEST);
    const [offer] = (await conversation.readBytes(1, 3000)) ?? [];
    if (offer !== 0x53 || (await conversation.startTls()) === null) return judge(first, 'without TLS');
    const second = await begin(conversation);
    return 'verdict' in second ? second : judge(second, 'inside TLS');
  },
);

async function begin(conversation: Conversation): Promise<PostgresAnswer | Outcome> {
  await conversation.send(postgresStartup(USER));
  const frame = await readFrame(conversation, POSTGRES_FRAME, 4000);
  const answer = frame.kind === 'frame' ? decodePostgres(frame.bytes) : null;
  if (answer?.kind === 'authentication' && answer.code === 0) await conversation.send(POSTGRES_TERMINATE);
  const instead: Exclude<Frame, { kind: 'frame' }> =
    frame.kind === 'frame' ? { kind: 'other', bytes: frame.bytes } : frame;
  return answer ?? outcomeWithoutFrame(instead, 'PostgreSQL', conversation);
}

function judge(answer: PostgresAnswer, how: string): Outcome {
  if (answer.kind === 'error') {
    if (answer.code === NO_ENTRY)
      return notExposed('confirmed', `It refuses the user ${USER} from here (${NO_ENTRY}).`);
    return inconclusive(`It said neither yes nor no to the user ${USER}: error ${answer.code}.`);
  }
  const facts = { code: answer.code };
  if (answer.code === 0) {
    return exposed(
      'confirmed',
      `It let the superuser ${USER} in, ${how} and without a password; nothing was asked of it.`,
      {
        facts,
      },
    );
  }
  const method = POSTGRES_METHODS[answer.code] ?? `method ${answer.code}`;
  const clear =
    answer.code === 3 && how === 'without TLS' ? ' Whoever listens on the way reads it: use scram-sha-256.' : '';
  return notExposed('confirmed', `It asks the user ${USER} for ${method}, ${how}.${clear}`, { facts });
}
