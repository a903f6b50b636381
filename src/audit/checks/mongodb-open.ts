import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { outcomeWithoutFrame, readFrame } from '../conversation/frames.ts';
import { decodeBson } from '../protocols/bson.ts';
import { MONGO_FRAME, decodeMongo, mongoCommand } from '../protocols/mongodb.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** Error codes of MongoDB: 13 Unauthorized, 18 AuthenticationFailed. */
const UNAUTHORIZED: readonly unknown[] = [13, 18];

/** `hello` may be asked by anybody; `listDatabases` only by whom the server let in. Names are counted and not shown. */
export const mongodbOpen = defineCheck(
  {
    id: 'mongodb.open',
    title: 'MongoDB answers without a password',
    services: ['mongodb'],
    ports: [27017],
    transport: 'tcp',
    severity: 'critical',
    impact: 'creates-log-entry',
    budget: { maxMs: 10_000, maxRounds: 1, maxBytesIn: 70_000, maxBytesOut: 200 },
    trusted: OUTSIDE,
    blind: [],
    maxLinesShown: 1,
    isOptIn: false,
    why: 'Whoever reaches it reads, changes and deletes every database. Thousands were deleted that way, for ransom.',
    references: ['mongodb-manual'],
    fixes: {
      '*': {
        file: '/etc/mongod.conf',
        change:
          'security: { authorization: enabled }, after making a user for administration; net: { bindIp: 127.0.0.1 }',
        apply: 'systemctl restart mongod',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    await conversation.send(mongoCommand(1, { hello: 1 }));
    const frame = await readFrame(conversation, MONGO_FRAME, 4000);
    if (frame.kind !== 'frame') return outcomeWithoutFrame(frame, 'MongoDB', conversation);
    const hello = decodeMongo(frame.bytes);
    if (hello === null || !hello.has('ok')) return notApplicable('Something else than MongoDB answers.');
    context.note('MongoDB answers hello; asks for the names of its databases');
    await conversation.send(mongoCommand(2, { listDatabases: 1, nameOnly: true }));
    const second = await readFrame(conversation, MONGO_FRAME, 4000);
    await conversation.close();
    const answer = second.kind === 'frame' ? decodeMongo(second.bytes) : null;
    const list = answer?.get('databases');
    if (list instanceof Uint8Array && answer?.get('ok') === 1) {
      const databases = decodeBson(list)?.size ?? 0;
      const summary = `Without a password it listed its ${databases} ${databases === 1 ? 'database' : 'databases'}.`;
      return exposed('confirmed', summary, { facts: { databases } });
    }
    const code = answer?.get('code');
    if (UNAUTHORIZED.includes(code))
      return notExposed('confirmed', `It wants a password for that (error ${String(code)}).`);
    return inconclusive('MongoDB answers, and said neither yes nor no to a question for its databases.');
  },
);
