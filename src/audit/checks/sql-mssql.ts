import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { outcomeWithoutFrame, readFrame } from '../conversation/frames.ts';
import { TDS_ENCRYPTION, TDS_FRAME, decodeTdsPrelogin, tdsPrelogin } from '../protocols/tds.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** [MS-TDS] section 2.2.6.5: before any log-in both sides say what they can encrypt. Nobody logs in here. */
export const sqlMssql = defineCheck(
  {
    id: 'sql.mssql',
    title: 'SQL Server takes log-ins without encryption',
    services: ['ms-sql-s', 'mssql', 'tds'],
    ports: [1433],
    transport: 'tcp',
    severity: 'medium',
    impact: 'creates-log-entry',
    budget: { maxMs: 8000, maxRounds: 1, maxBytesIn: 4096, maxBytesOut: 64 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'A server that can encrypt nothing gets passwords that anybody on the way can read.',
    references: ['ms-sql-doc'],
    fixes: {
      '*': {
        file: 'SQL Server Configuration Manager, SQL Server Network Configuration, Protocols',
        change: 'choose a certificate, and Force Encryption = Yes',
        apply: 'restart the SQL Server service',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    await conversation.send(tdsPrelogin());
    const frame = await readFrame(conversation, TDS_FRAME, 4000);
    if (frame.kind !== 'frame') return outcomeWithoutFrame(frame, 'SQL Server', conversation);
    const answer = decodeTdsPrelogin(frame.bytes);
    if (answer === null) return notApplicable('Something else than SQL Server answers.');
    const encrypts = TDS_ENCRYPTION[answer.encryption] ?? 'unknown';
    const facts = { version: answer.version, encrypts };
    // It agrees to what we said we can; one that requires encryption says so nevertheless.
    if (answer.encryption === 2) {
      return exposed('firm', `SQL Server ${answer.version} agreed to a log-in without encryption.`, { facts });
    }
    if (answer.encryption === 0)
      return inconclusive(`SQL Server ${answer.version} encrypts the log-in only.`, { facts });
    return notExposed('confirmed', `SQL Server ${answer.version} insists on encryption of ${encrypts}.`, { facts });
  },
);
