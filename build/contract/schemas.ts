import type * as z from 'zod';
import type { SchemaName } from '../../src/cli/schema-names.ts';
import { policySchema } from '../../src/audit/policy/schema.ts';
import { overlaySchema } from '../../src/overlay/schema.ts';
import { patternSchema } from '../knowledge/pattern-schema.ts';
import { claimSchema, claimsSchema, dossierSchema, programSchema, sourcesSchema } from '../knowledge/schema.ts';
import { askRowSchema, askSchema, questionSchema, questionsSchema } from './ask.ts';
import { auditSchema } from './audit.ts';
import { auditChangeSchema, auditDiffSchema } from './audit-diff.ts';
import { ingestSchema } from './ingest.ts';
import { auditRowSchema } from './audit-row.ts';
import { claimsAnswerSchema } from './claims.ts';
import { destinationSchema, ephemeralSchema } from './ephemeral.ts';
import { doctorSchema } from './doctor.ts';
import { answerSchema, explainSchema } from './explain.ts';
import { glanceSchema, listenerSchema } from './glance.ts';
import { killSchema } from './kill.ts';
import { hiddenPortSchema, hiddenSchema } from './hidden.ts';
import { patternsSchema } from './patterns.ts';
import { storeBackupSchema, storeDropSchema, storeStatsSchema } from './store.ts';
import { tokensSchema } from './tokens.ts';
import { freeSchema, leaseRecordSchema, leaseSchema, waitSchema } from './ports.ts';
import { registryLineSchema } from './registry.ts';
import { reportSchema } from './report.ts';
import { schemaListSchema } from './schema-list.ts';
import { hitSchema, searchSchema } from './search.ts';
import { differenceSchema, diffSchema, savedSchema, snapshotSchema, snapshotsSchema } from './snapshot.ts';
import { socketSchema, socketsSchema } from './sockets.ts';
import { socketEventSchema } from './sockets-event.ts';
import { trafficRowSchema, trafficSchema } from './traffic.ts';
import { trafficEventSchema, trafficEventsSchema } from './traffic-events.ts';
import { trafficLiveEventSchema } from './traffic-live-event.ts';
import { whoRecordSchema, whoSchema } from './who.ts';

/** A JSON Schema to write. */
export interface Contract {
  /** What it is the schema of, as one types it. */
  readonly title: string;
  readonly description: string;
  readonly schema: z.ZodType;
  /** `answer`: what Portolan writes, defaults filled in. `file`: what people write, defaults left out. */
  readonly of: 'answer' | 'file';
}

/** Every schema of the public contract. Within a major version fields are added and never removed or changed. */
export const CONTRACTS: Readonly<Record<SchemaName, Contract>> = {
  explain: answer(
    'portolan explain --json',
    'What ports are: registered for, used for, abused by, what to do',
    explainSchema,
  ),
  search: answer('portolan search --json', 'Ports that fit words', searchSchema),
  sockets: answer(
    'portolan sockets --json',
    "This machine's sockets, and what could not be seen of them",
    socketsSchema,
  ),
  ephemeral: answer(
    'portolan ephemeral --json',
    'How near a network namespace is to running out of client ports',
    ephemeralSchema,
  ),
  hidden: answer(
    'portolan hidden --json',
    'Ports that are held though no table of the kernel shows a socket on them',
    hiddenSchema,
  ),
  glance: answer('portolan --json', 'What listens on this machine, and what to look at first', glanceSchema),
  who: answer('portolan who --json', 'Who holds a port, and why it runs', whoSchema),
  kill: answer('portolan kill --json', 'What ending the holders of a port takes, and what came of it', killSchema),
  claims: answer('portolan knowledge claims --json', 'Claims of much-copied documents, checked', claimsAnswerSchema),
  patterns: answer('portolan knowledge patterns --json', 'What attacks show in traffic', patternsSchema),
  free: answer('portolan free --json', 'Free TCP ports', freeSchema),
  wait: answer('portolan wait --json', 'What waiting for a TCP port came to', waitSchema),
  lease: answer('portolan lease --json', 'TCP ports that projects keep under names', leaseSchema),
  snapshot: answer('portolan snapshot save, the file', 'What listened on a machine at a moment', snapshotSchema),
  snapshots: answer('portolan snapshot list --json', 'The snapshots that were saved', snapshotsSchema),
  diff: answer('portolan diff --json', 'What is different between two snapshots', diffSchema),
  doctor: answer(
    'portolan doctor --json',
    'What works on this machine, and what needs rights or a package',
    doctorSchema,
  ),
  traffic: answer('portolan traffic --json', 'What logs and captures show', trafficSchema),
  'traffic-events': answer(
    'portolan traffic --select --json',
    'The events of logs and captures that a query names',
    trafficEventsSchema,
  ),
  audit: answer('portolan audit --json', 'What answers on hosts, what is exposed, what is not as agreed', auditSchema),
  report: answer(
    'portolan report --json',
    'What listens here, what logs show and what an audit said, joined by port',
    reportSchema,
  ),
  ingest: answer('portolan ingest --json', 'What was read and stored', ingestSchema),
  'audit-diff': answer('portolan audit diff --json', 'What is different between two audits', auditDiffSchema),
  ask: answer('portolan ask QUESTION --json', 'What the store answers to a named question', askSchema),
  questions: answer('portolan ask --json', 'The questions that the store may be asked', questionsSchema),
  tokens: answer(
    'portolan sensors list --json, and the other commands of sensors and readers',
    'Who may write to the store, or read it',
    tokensSchema,
  ),
  'store-stats': answer('portolan store stats --json', 'What is in the store, and what it takes', storeStatsSchema),
  'store-backup': answer(
    'portolan store backup --json, and store restore',
    'A backup of the store that was written or read',
    storeBackupSchema,
  ),
  'store-drop': answer('portolan store drop --json', 'What was dropped of the store', storeDropSchema),
  schemas: answer('portolan schema --json', 'The JSON Schemas there are', schemaListSchema),
  'explain-row': answer(
    'portolan explain --ndjson, a line',
    'Everything known of a port, or of a run of ports',
    answerSchema,
  ),
  'search-row': answer('portolan search --ndjson, a line', 'One port, or range, that fits', hitSchema),
  'sockets-row': answer('portolan sockets --ndjson, a line', 'One socket with everything known of it', socketSchema),
  'sockets-event': answer(
    'portolan sockets --watch, a line',
    'A socket that came, went or changed; or the end of a look',
    socketEventSchema,
  ),
  'ephemeral-row': answer(
    'portolan ephemeral --ndjson, a line',
    'One destination and the client ports that go to it',
    destinationSchema,
  ),
  'hidden-row': answer('portolan hidden --ndjson, a line', 'One port that is held and not shown', hiddenPortSchema),
  'glance-row': answer('portolan --ndjson, a line', 'What waits for others on a port', listenerSchema),
  'who-row': answer('portolan who --ndjson, a line', 'Who waits on one port', whoRecordSchema),
  'claims-row': answer('portolan knowledge claims --ndjson, a line', 'One claim, checked', claimSchema),
  'patterns-row': answer('portolan knowledge patterns --ndjson, a line', 'One traffic pattern', patternSchema),
  'lease-row': answer('portolan lease --ndjson, a line', 'One port that a project keeps', leaseRecordSchema),
  'snapshots-row': answer('portolan snapshot list --ndjson, a line', 'One saved snapshot', savedSchema),
  'diff-row': answer('portolan diff --ndjson, a line', 'One difference', differenceSchema),
  'registry-row': answer(
    'portolan knowledge export, a line',
    'What the IANA registry says of one port',
    registryLineSchema,
  ),
  'traffic-row': answer(
    'portolan traffic --ndjson, a line',
    'One finding; in the last line the sums',
    trafficRowSchema,
  ),
  'traffic-live-event': answer(
    'portolan traffic --follow --ndjson, a line',
    'A finding that is new or has grown; in the last line the sums',
    trafficLiveEventSchema,
  ),
  'traffic-events-row': answer(
    'portolan traffic --select --ndjson, a line',
    'One event that a query names',
    trafficEventSchema,
  ),
  'audit-row': answer(
    'portolan audit --ndjson, a line',
    'A port, a finding, what could not be looked at; in the last line the sums',
    auditRowSchema,
  ),
  'audit-diff-row': answer('portolan audit diff --ndjson, a line', 'One difference', auditChangeSchema),
  'ask-row': answer(
    'portolan ask QUESTION --ndjson, a line',
    'A row of an answer, with the name of its table as part',
    askRowSchema,
  ),
  'questions-row': answer('portolan ask --ndjson, a line', 'A question of the store', questionSchema),
  dossier: file('knowledge/ports/*.yaml', 'What people who know say of a port', dossierSchema),
  program: file('knowledge/malware/*.yaml', 'A malicious program and the ports it is on record for', programSchema),
  pattern: file(
    'knowledge/patterns/*.yaml',
    'What events look like when somebody attacks, or only looks so',
    patternSchema,
  ),
  sources: file('knowledge/sources/*.yaml', 'Where statements come from, by id', sourcesSchema),
  'claims-file': file('knowledge/claims.yaml', 'The claims of the source documents, in their order', claimsSchema),
  overlay: file('portolan.yaml', 'Your own notes on ports', overlaySchema),
  policy: file('portolan audit --policy, the file', 'What should answer on your hosts', policySchema),
};

function answer(title: string, description: string, schema: z.ZodType): Contract {
  return { title, description, schema, of: 'answer' };
}

function file(title: string, description: string, schema: z.ZodType): Contract {
  return { title, description, schema, of: 'file' };
}
