import type * as z from 'zod';
import * as api from './api-schemas.ts';
import { auditSchema } from './audit.ts';
import { claimsAnswerSchema } from './claims.ts';
import { explainSchema } from './explain.ts';
import { glanceSchema } from './glance.ts';
import { patternsSchema } from './patterns.ts';
import { searchSchema } from './search.ts';
import { socketsSchema } from './sockets.ts';

/** Answers of the API by the name that its document gives them. Those with a command of the same name are what its `--json` writes. */
export const API_SCHEMAS = {
  'explain-answer': explainSchema,
  'search-answer': searchSchema,
  'glance-answer': glanceSchema,
  'sockets-answer': socketsSchema,
  'socket-changes': api.socketChangesSchema,
  'claims-answer': claimsAnswerSchema,
  'patterns-answer': patternsSchema,
  'atlas-answer': api.atlasSchema,
  'analysis-state': api.analysisSchema,
  'analysis-list': api.analysesSchema,
  'analysis-evidence': api.evidenceSchema,
  'analysis-timeline': api.outcomeTimelineSchema,
  'input-list': api.inputsSchema,
  'audit-answer': auditSchema,
  'latest-audit': api.latestAuditSchema,
  'audit-state': api.auditStateSchema,
  'check-again': api.checkAgainSchema,
  'suppression-list': api.suppressionsSchema,
  'suppression-added': api.suppressionSchema,
  'session-answer': api.sessionSchema,
  'batch-answer': api.batchSchema,
  'store-questions': api.storeQuestionsSchema,
  'store-answer': api.storeAnswerSchema,
  'health-answer': api.healthSchema,
  'error-answer': api.errorSchema,
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type ApiSchemaName = keyof typeof API_SCHEMAS;
