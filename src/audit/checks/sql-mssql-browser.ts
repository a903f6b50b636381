import { latin1 } from '../bytes/byte-reader.ts';
import { defineCheck, exposed, inconclusive, notApplicable, type CheckContext } from '../check.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** [MC-SQLR] section 2.2.2: asks one host for all its instances. */
const ASK = Uint8Array.of(3);
const MAX_INSTANCES = 8;

export const sqlMssqlBrowser = defineCheck(
  {
    id: 'sql.mssql-browser',
    title: 'SQL Server Browser tells instances and ports',
    services: ['ms-sql-m'],
    ports: [1434],
    transport: 'udp',
    severity: 'low',
    impact: 'read-only',
    budget: { maxMs: 6000, maxRounds: 2, maxBytesIn: 4096, maxBytesOut: 4 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'It tells versions and hidden ports, and answers a byte with hundreds: with a forged sender it floods others. Slammer came through it in 2003.',
    references: ['mc-sqlr', 'ms-sql-browser'],
    fixes: {
      '*': {
        file: 'Services, SQL Server Browser',
        change: 'stop and disable it, and give instances fixed ports; or let a firewall keep 1434/udp inside',
        apply: 'sc config SQLBrowser start= disabled && sc stop SQLBrowser',
      },
    },
  },
  async (context: CheckContext) => {
    const { answers, isRefused } = await context.exchange(ASK, { tries: 2 });
    if (isRefused) return notApplicable('Nothing listens there.');
    const [answer] = answers;
    if (answer === undefined) return inconclusive('No answer came to a question for its instances.');
    const text = instancesIn(answer.bytes);
    if (text === null) return notApplicable('Something else than SQL Server Browser answers.');
    const names = [...text.matchAll(/InstanceName;([^;]{1,64});/g)].map(([, name = '']) =>
      name.replace(/[^\x20-\x7e]/g, '?'),
    );
    const factor = answer.bytes.length;
    const facts = { instances: names.slice(0, MAX_INSTANCES), factor };
    return exposed(
      'confirmed',
      `It told of ${names.length} instances; its answer is ${factor} times as large as the question.`,
      { facts },
    );
  },
);

/** Section 2.2.5: 5, a length with the least significant byte first, and names and values with semicolons between them. */
function instancesIn(bytes: Uint8Array): string | null {
  const length = (bytes[1] ?? 0) | ((bytes[2] ?? 0) << 8);
  const text = latin1(bytes.subarray(3));
  return bytes[0] === 5 && length === text.length && text.startsWith('ServerName;') ? text : null;
}
