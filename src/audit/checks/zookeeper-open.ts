import { defineCheck, exposed, notApplicable, type CheckContext } from '../check.ts';
import { outcomeWithoutFrame } from '../conversation/frames.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** The four-letter word `srvr`, the only one that ZooKeeper answers by default since 3.5.3. */
export const zookeeperOpen = defineCheck(
  {
    id: 'zookeeper.open',
    title: 'ZooKeeper answers strangers',
    services: ['zookeeper'],
    ports: [2181],
    transport: 'tcp',
    severity: 'medium',
    impact: 'read-only',
    budget: { maxMs: 6000, maxRounds: 1, maxBytesIn: 4096, maxBytesOut: 16 },
    trusted: OUTSIDE,
    blind: [],
    maxLinesShown: 2,
    isOptIn: false,
    why: 'Its nodes are readable and writable for whoever reaches it, unless each was given an ACL.',
    references: ['zookeeper-docs'],
    fixes: {
      '*': {
        file: '/etc/zookeeper/conf/zoo.cfg',
        change: 'clientPortAddress with an inner address; 4lw.commands.whitelist= empty; SASL or TLS for clients',
        apply: 'systemctl restart zookeeper',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    await conversation.send('srvr');
    const line = await conversation.readLine(4000);
    if (line === null) {
      const rest = await conversation.readSome(64, 0);
      const text = rest === null ? '' : Buffer.from(rest).toString('latin1');
      if (isRefusal(text)) return reached('It answers and refuses "srvr".');
      if (rest !== null) return notApplicable('Something else than ZooKeeper answers.');
      return outcomeWithoutFrame({ kind: 'nothing' }, 'ZooKeeper', conversation);
    }
    await conversation.close();
    if (isRefusal(line)) return reached('It answers and refuses "srvr".');
    const version = /^Zookeeper version: ([\w.-]{1,60})/.exec(line)?.[1];
    if (version === undefined) return notApplicable('Something else than ZooKeeper answers.');
    const summary = `ZooKeeper ${version} answers strangers; whether its nodes have ACLs was not asked.`;
    return exposed('firm', summary, { facts: { version } });
  },
);

function isRefusal(text: string): boolean {
  return text.startsWith('srvr is not executed because it is not in the whitelist');
}

function reached(summary: string): ReturnType<typeof exposed> {
  return exposed('tentative', `${summary} Whether its nodes have ACLs was not asked.`, { severity: 'low' });
}
