/** Answers of the HTTP API that no command of the command line writes. */
import * as z from 'zod';
import type { AnalysisState } from '../../src/server/analyses/analyses.ts';
import type { AuditState } from '../../src/server/audits/audit-runs.ts';
import type { EvidenceLine } from '../../src/server/analyses/evidence.ts';
import type { AtlasLayer, PortHere, PortInLogs } from '../../src/server/api/atlas.ts';
import type { SocketChanges } from '../../src/server/api/socket-changes.ts';
import type { Health } from '../../src/server/collector/health.ts';
import type { Suppression } from '../../src/server/page/suppressions.ts';
import type { Stored } from '../../src/store/store.ts';
import { OUTCOMES } from '../../src/traffic/event-batch.ts';
import type { TrafficReport } from '../../src/traffic/report/traffic-report.ts';
import { askSchema, questionsSchema } from './ask.ts';
import { auditSchema, checkResultSchema } from './audit.ts';
import { answerDocument } from './envelope.ts';
import { count, isoTime, port, socketTransport } from './parts.ts';
import { exposure, socketSchema } from './sockets.ts';
import { summarySchema } from './traffic.ts';
import { trafficFindingSchema } from './traffic-finding.ts';

const FRAME = { schema: true, generatedAt: true, host: true } as const;

/** As `portolan ask --json` without its frame: the store answers, whichever machine it is on. */
export const storeAnswerSchema = askSchema.omit(FRAME);
export const storeQuestionsSchema = questionsSchema.omit(FRAME);

const layerSchema = z
  .strictObject({
    knowledge: z
      .string()
      .regex(/^[0-3]{65536}$/)
      .describe('A digit a port: 0 nothing, 1 on record for a program, 2 registered, 3 a dossier of its own'),
    risk: z
      .string()
      .regex(/^[0-4]{65536}$/)
      .describe('A digit a port, for a listener that the internet reaches: 0 not judged, to 4 critical'),
  })
  .meta({ id: 'atlas-layer', description: 'All ports of one transport' }) satisfies z.ZodType<AtlasLayer>;

const portHereSchema = z
  .strictObject({
    port: port.describe('The port'),
    transport: socketTransport.describe('The transport'),
    exposure,
    sockets: count.describe('How many sockets wait on it'),
  })
  .meta({ id: 'port-here', description: 'A port that somebody waits on here' }) satisfies z.ZodType<PortHere>;

const portInLogsSchema = z
  .strictObject({
    port: port.describe('The port'),
    transport: socketTransport.describe('The transport'),
    events: count.describe('How often it was knocked on in the last 30 days'),
  })
  .meta({ id: 'port-in-logs', description: 'A port that was knocked on' }) satisfies z.ZodType<PortInLogs>;

export const atlasSchema = answerDocument('atlas', {
  knowledge: z
    .strictObject({
      version: z.string().describe('Version of Portolan, whose knowledge it is'),
      registryUpdated: z.iso.date().describe("Day of IANA's registry"),
    })
    .describe('How old what is known is'),
  tcp: layerSchema.describe('TCP'),
  udp: layerSchema.describe('UDP'),
  here: z.array(portHereSchema).nullable().describe('What listens here; null where that could not be read'),
  logs: z.array(portInLogsSchema).nullable().describe('What the store has; null where it cannot be asked'),
});

export const socketChangesSchema = z.strictObject({
  added: z.array(socketSchema).describe('Sockets that are new'),
  changed: z.array(socketSchema).describe('Sockets of which something is different, as they are now'),
  gone: z
    .array(z.string())
    .describe('Sockets that went, as transport|family|address|port|remote address|remote port|inode'),
}) satisfies z.ZodType<SocketChanges>;

const reportSchema = z
  .strictObject({
    summary: summarySchema.describe('What was read and how much of it is understood'),
    findings: z.array(trafficFindingSchema).describe('What deserves a look, the worst last'),
  })
  .meta({ id: 'traffic-report', description: 'What a file shows' }) satisfies z.ZodType<TrafficReport>;

export const analysisSchema = z
  .strictObject({
    id: z.string().describe('Its number, for the other addresses'),
    name: z.string().describe('What the file is called'),
    state: z.enum(['running', 'done', 'failed', 'cancelled']).describe('How it stands'),
    bytes: count.describe('Bytes that were read, as the file lies on the disk'),
    size: count.nullable().describe('Bytes of the whole file; null where that is not known'),
    events: count.describe('Events that were seen'),
    report: reportSchema.nullable().describe('What is seen so far, or at the end; null before, and in lists'),
    error: z.string().nullable().describe('Why it failed; null where it did not'),
  })
  .meta({ id: 'analysis', description: 'A file that is read, or was' }) satisfies z.ZodType<AnalysisState>;

export const analysesSchema = z.strictObject({
  analyses: z.array(analysisSchema).describe('The newest first, without reports'),
});

export const evidenceSchema = z.strictObject({
  lines: z
    .array(
      z
        .strictObject({
          place: z.string().describe('Name of the file and number of the line, packet or record: kern.log:81204'),
          text: z.string().describe('As text, cut at 500 bytes, control characters and all; empty where it is none'),
          base64: z
            .string()
            .nullable()
            .describe(
              'The bytes, cut at 500, where they are no text or no valid UTF-8; else null: the text has them all',
            ),
        })
        .meta({ id: 'evidence-line', description: 'A place of the file' }) satisfies z.ZodType<EvidenceLine>,
    )
    .describe('What the finding rests on, read again from the file'),
});

export const outcomeTimelineSchema = z.strictObject({
  start: isoTime.nullable().describe('Where the first part begins, ISO time; null where the log has no times'),
  seconds: z.number().min(0).describe('Length of each part'),
  outcomes: z.array(z.enum(OUTCOMES)).describe('What became of events, in the order of the counts'),
  counts: z.array(z.array(count)).describe('For each part, the events by what became of them'),
});

export const inputsSchema = z.strictObject({
  inputs: z
    .array(
      z.strictObject({
        number: z.int().min(1).describe('What to begin an analysis with'),
        name: z.string().describe('Name of the file'),
      }),
    )
    .describe('The files that serve was started with'),
});

export const auditStateSchema = z.strictObject({
  running: z.boolean().describe('Whether an audit runs'),
  progress: z.string().nullable().describe('How far it is, in words; null before it says, and where none runs'),
  failure: z.string().nullable().describe('Why the last one came to nothing; null where it did not'),
}) satisfies z.ZodType<AuditState>;

export const latestAuditSchema = auditSchema
  .nullable()
  .describe('As portolan audit --json; null where nothing was audited yet since serve was started');

export const checkAgainSchema = z.strictObject({
  host: z.string().describe('The host, as it was asked'),
  port: port.describe('The port'),
  result: checkResultSchema.describe('What the check said this time'),
});

export const suppressionSchema = z
  .strictObject({
    id: z.string().describe('For taking it back'),
    rule: z.string().describe('Id of the rule or pattern'),
    subject: z.string().nullable().describe('What it is about; null for all'),
    reason: z.string().describe('Why'),
    until: z.iso.date().describe('The last day on which it holds: 2026-12-31'),
  })
  .meta({ id: 'suppression', description: 'A finding not to be shown for a time' }) satisfies z.ZodType<Suppression>;

export const suppressionsSchema = z.strictObject({
  suppressions: z.array(suppressionSchema).describe('Those that hold today'),
});

export const sessionSchema = z.strictObject({ entered: z.literal(true).describe('The cookie is set') });

export const batchSchema = z.strictObject({
  batch: z.enum(['stored', 'duplicate']).describe('stored now, or there before') satisfies z.ZodType<Stored>,
});

const status = z
  .enum(['ok', 'degraded', 'failing'])
  .describe('failing: nothing is taken now; degraded: works, and somebody should look');

export const healthSchema = z.union([
  z
    .strictObject({
      status,
      problems: z.array(z.string()).describe('What somebody should look at, a clause each'),
      store: z
        .strictObject({
          rows: count.describe('Rows of all tables'),
          ledgerRows: count.nullable().describe('Rows of the batches that were acknowledged; null where not known'),
          bytes: count.describe('Bytes that it takes'),
        })
        .nullable()
        .describe('The store; null where it does not answer'),
      disk: z
        .strictObject({ freeBytes: count.describe('Bytes left'), totalBytes: count.describe('Bytes it has') })
        .nullable()
        .describe('The disk of an embedded store; null for another'),
      sensors: z
        .array(
          z.strictObject({
            number: z.int().min(0).describe('Number; 0 is the machine of the store'),
            name: z.string().describe('Name'),
            secondsSinceBatch: count.nullable().describe('Seconds since its last batch; null where none came yet'),
          }),
        )
        .describe('Who sends'),
    })
    .meta({ id: 'health-in-full', description: 'For readers' }) satisfies z.ZodType<Health>,
  z.strictObject({ status }).meta({ id: 'health-in-brief', description: 'For everybody else' }),
]);

export const errorSchema = z.strictObject({ error: z.string().describe('What went wrong and what to do, in words') });
