import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { outcomeWithoutFrame } from '../conversation/frames.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

const MAX_MODULES = 50;
const MAX_ASKED = 3;
const HELLO = '@RSYNCD: 30.0';

/** rsync's daemon (csprotocol.txt): versions, then a line with a module's name, or `#list`. No file is named. */
export const rsyncModules = defineCheck(
  {
    id: 'rsync.modules',
    title: 'rsync opens modules to anybody',
    services: ['rsync'],
    ports: [873],
    transport: 'tcp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 15_000, maxRounds: 1 + MAX_ASKED, maxBytesIn: 24_000, maxBytesOut: 400 },
    // "hosts allow" decides by address.
    trusted: OUTSIDE,
    blind: ['same-address', 'same-host'],
    isOptIn: false,
    why: 'A module without "auth users" gives its files to anybody, and takes files where "read only = no" stands.',
    references: ['rsyncd-conf'],
    fixes: {
      '*': {
        file: '/etc/rsyncd.conf',
        change: 'in each module "auth users" and "secrets file", "hosts allow", and "list = no"; or rsync over ssh',
        apply: 'systemctl restart rsync',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    const greeting = await conversation.readLine(4000);
    if (greeting === null) {
      const bytes = await conversation.readSome(64, 0);
      return outcomeWithoutFrame(
        bytes === null ? { kind: 'nothing' } : { kind: 'other', bytes },
        'rsync',
        conversation,
      );
    }
    if (!/^@RSYNCD: \d/.test(greeting)) return notApplicable('Something else than rsync answers.');
    const modules = await list(conversation);
    await conversation.close();
    if (modules === null) return inconclusive('rsync answers, and gave no list of modules.');
    if (modules.length === 0) return notExposed('firm', 'It lists no modules; some may be there and not be listed.');
    const open: string[] = [];
    for (const module of modules.slice(0, MAX_ASKED)) if (await isOpen(context, module)) open.push(module);
    const facts = { modules: modules.slice(0, MAX_MODULES), open };
    if (open.length > 0) {
      return exposed('confirmed', `Modules open without a password: ${open.join(', ')}. No file was asked for.`, {
        facts,
      });
    }
    const summary = `It lists its modules to anybody (${modules.slice(0, MAX_ASKED).join(', ')}), and asks for a password.`;
    return exposed('confirmed', summary, { facts, severity: 'low' });
  },
);

async function list(conversation: Conversation): Promise<readonly string[] | null> {
  await conversation.send(`${HELLO}\n#list\n`);
  const modules: string[] = [];
  while (modules.length < MAX_MODULES) {
    const line = await conversation.readLine(3000);
    if (line === null) return null;
    if (line.startsWith('@RSYNCD: EXIT')) break;
    if (line.startsWith('@ERROR')) return [];
    // A message of the day comes before, without the tab.
    const name = /^([\x21-\x7e]{1,64}) *\t/.exec(line)?.[1];
    if (name !== undefined) modules.push(name);
  }
  return modules;
}

async function isOpen(context: CheckContext, module: string): Promise<boolean> {
  const conversation = await context.connect();
  if ((await conversation.readLine(3000)) === null) return false;
  await conversation.send(`${HELLO}\n${module}\n`);
  for (let lines = 0; lines < MAX_MODULES; lines++) {
    const line = await conversation.readLine(3000);
    if (line === null || /^@RSYNCD: AUTHREQD|^@ERROR/.test(line)) break;
    if (line !== '@RSYNCD: OK') continue;
    await conversation.close();
    return true;
  }
  await conversation.close();
  return false;
}
