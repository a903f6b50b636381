import { describe, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import type {
  AskDocument,
  AuditDiffDocument,
  IngestDocument,
  AuditDocument,
  ClaimsDocument,
  ExplainDocument,
  FreeDocument,
  GlanceDocument,
  LeaseDocument,
  PatternsDocument,
  QuestionsDocument,
  RegistryLine,
  ReportDocument,
  SchemasDocument,
  SearchDocument,
  SocketsDocument,
  TrafficDocument,
  TrafficEventsDocument,
  WaitDocument,
} from '../../src/cli/documents.ts';
import type { DiffDocument, SnapshotDocument, SnapshotsDocument } from '../../src/cli/saved/documents.ts';
import type { LiveFindingEvent, LiveSummaryEvent } from '../../src/cli/commands/traffic/live-events.ts';
import type { SocketEvent, TickEvent } from '../../src/cli/watch/events.ts';
import type { askSchema, questionsSchema } from './ask.ts';
import type { auditSchema } from './audit.ts';
import type { auditDiffSchema } from './audit-diff.ts';
import type { ingestSchema } from './ingest.ts';
import type { claimsAnswerSchema } from './claims.ts';
import type { explainSchema } from './explain.ts';
import type { glanceSchema } from './glance.ts';
import type { patternsSchema } from './patterns.ts';
import type { freeSchema, leaseSchema, waitSchema } from './ports.ts';
import type { registryLineSchema } from './registry.ts';
import type { reportSchema } from './report.ts';
import type { schemaListSchema } from './schema-list.ts';
import type { searchSchema } from './search.ts';
import type { diffSchema, snapshotSchema, snapshotsSchema } from './snapshot.ts';
import type { socketsSchema } from './sockets.ts';
import type { socketEventSchema } from './sockets-event.ts';
import type { trafficSchema } from './traffic.ts';
import type { trafficEventsSchema } from './traffic-events.ts';
import type { trafficLiveEventSchema } from './traffic-live-event.ts';

/** Schemas infer what may be written to; the types of the program may not be. */
type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;
type Described<Schema extends z.ZodType> = Frozen<z.output<Schema>>;

/**
 * `satisfies` beside each schema lets one pass that says less than the type: an optional field may be missing from it.
 * These hold the two equal. They are checked by the compiler (npm run lint), not when they run.
 */
describe('the schema of each answer', () => {
  it('says exactly what the type of the program says', () => {
    expectTypeOf<Described<typeof explainSchema>>().toEqualTypeOf<Frozen<ExplainDocument>>();
    expectTypeOf<Described<typeof searchSchema>>().toEqualTypeOf<Frozen<SearchDocument>>();
    expectTypeOf<Described<typeof socketsSchema>>().toEqualTypeOf<Frozen<SocketsDocument>>();
    expectTypeOf<Described<typeof socketEventSchema>>().toEqualTypeOf<Frozen<SocketEvent | TickEvent>>();
    expectTypeOf<Described<typeof glanceSchema>>().toEqualTypeOf<Frozen<GlanceDocument>>();
    expectTypeOf<Described<typeof claimsAnswerSchema>>().toEqualTypeOf<Frozen<ClaimsDocument>>();
    expectTypeOf<Described<typeof patternsSchema>>().toEqualTypeOf<Frozen<PatternsDocument>>();
    expectTypeOf<Described<typeof freeSchema>>().toEqualTypeOf<Frozen<FreeDocument>>();
    expectTypeOf<Described<typeof waitSchema>>().toEqualTypeOf<Frozen<WaitDocument>>();
    expectTypeOf<Described<typeof leaseSchema>>().toEqualTypeOf<Frozen<LeaseDocument>>();
    expectTypeOf<Described<typeof snapshotSchema>>().toEqualTypeOf<Frozen<SnapshotDocument>>();
    expectTypeOf<Described<typeof snapshotsSchema>>().toEqualTypeOf<Frozen<SnapshotsDocument>>();
    expectTypeOf<Described<typeof diffSchema>>().toEqualTypeOf<Frozen<DiffDocument>>();
    expectTypeOf<Described<typeof schemaListSchema>>().toEqualTypeOf<Frozen<SchemasDocument>>();
    expectTypeOf<Described<typeof trafficSchema>>().toEqualTypeOf<Frozen<TrafficDocument>>();
    expectTypeOf<Described<typeof trafficEventsSchema>>().toEqualTypeOf<Frozen<TrafficEventsDocument>>();
    expectTypeOf<Described<typeof reportSchema>>().toEqualTypeOf<Frozen<ReportDocument>>();
    expectTypeOf<Described<typeof askSchema>>().toEqualTypeOf<Frozen<AskDocument>>();
    expectTypeOf<Described<typeof questionsSchema>>().toEqualTypeOf<Frozen<QuestionsDocument>>();
    expectTypeOf<Described<typeof auditSchema>>().toEqualTypeOf<Frozen<AuditDocument>>();
    expectTypeOf<Described<typeof ingestSchema>>().toEqualTypeOf<Frozen<IngestDocument>>();
    expectTypeOf<Described<typeof auditDiffSchema>>().toEqualTypeOf<Frozen<AuditDiffDocument>>();
    expectTypeOf<Described<typeof trafficLiveEventSchema>>().toEqualTypeOf<
      Frozen<LiveFindingEvent | LiveSummaryEvent>
    >();
    expectTypeOf<Described<typeof registryLineSchema>>().toEqualTypeOf<Frozen<RegistryLine>>();
  });
});
