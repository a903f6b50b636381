import { defineCheck, exposed, inconclusive, type CheckContext } from '../check.ts';
import { outcomeWithoutFrame, readFrame } from '../conversation/frames.ts';
import { WINS_FRAME, decodeWins, winsStart, winsStop, winsTableQuery } from '../protocols/wins-replication.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** [MS-WINSRA]: WINS servers copy each other's names. One question for its table, which is only counted. */
export const winsReplication = defineCheck(
  {
    id: 'wins.replication',
    title: 'WINS replication answers strangers',
    services: ['wins-replication', 'nameserver', 'wins'],
    ports: [42],
    transport: 'tcp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 10_000, maxRounds: 1, maxBytesIn: 33_000, maxBytesOut: 160 },
    trusted: ANYWHERE,
    blind: [],
    maxLinesShown: 1,
    isOptIn: false,
    why: 'Partners send names of other hosts: a stranger who may take part can send everybody to his own machine. Its parser was broken before (MS04-045).',
    references: ['rfc1001'],
    fixes: {
      Samba: {
        file: '/etc/samba/smb.conf',
        change: 'wins support = no, or "server services" without wrepl, under [global]',
        apply: 'systemctl restart samba-ad-dc',
      },
      '*': {
        file: 'the WINS snap-in of the server, Replication Partners',
        change: 'replicate only with partners; let a firewall keep 42/tcp to them; better, remove WINS',
        apply: 'restart the WINS service',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    await conversation.send(winsStart(1));
    const started = await readFrame(conversation, WINS_FRAME, 4000);
    if (started.kind !== 'frame') return outcomeWithoutFrame(started, 'WINS replication', conversation);
    const answer = decodeWins(started.bytes);
    if (answer?.kind !== 'associated')
      return inconclusive('WINS replication answers, and made no association with us.');
    const facts = { version: answer.version };
    context.note(`an association is made, version ${answer.version}; asks for its table`);
    await conversation.send(winsTableQuery(answer.handle));
    const frame = await readFrame(conversation, WINS_FRAME, 3000);
    const table = frame.kind === 'frame' ? decodeWins(frame.bytes) : null;
    if (table?.kind === 'table') {
      await conversation.send(winsStop(answer.handle));
      const summary = `It told us, who are no partner, of ${table.partners} owners of names.`;
      return exposed('confirmed', summary, { facts: { ...facts, owners: table.partners } });
    }
    const reason =
      table?.kind === 'stopped' ? ` It ended the association when asked for its table (reason ${table.reason}).` : '';
    const summary = `WINS replication can be reached and makes an association with anybody.${reason}`;
    return exposed('firm', summary, { severity: 'medium', facts });
  },
);
