import type { z } from 'zod';
import { findingBatches, NOWHERE, placeOfAudit, placeOfTraffic, type PlacedFinding } from '../finding-rows.ts';
import { listenerBatches, type SeenListener } from '../listener-rows.ts';
import type { UnnumberedBatch } from '../row-batches.ts';
import { verdictBatches } from '../verdict-rows.ts';
import { exposureOfAddress } from '../../sockets/exposure.ts';
import { parseIp } from '../../net/prefix.ts';
import type { SnapshotToStore, SocketsToStore } from './schema.ts';

/** A document is read as a whole; larger ones are refused by who reads the file. */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

/** How much of a file `isDocumentHead` needs. */
export const DOCUMENT_HEAD_BYTES = 256;

/** A document of portolan that cannot be stored; the message says what is wrong with it and what can be. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

const KINDS = ['sockets', 'snapshot', 'audit', 'traffic'] as const;
type Kind = (typeof KINDS)[number];
const STORED =
  'what is stored is the JSON of portolan sockets, audit and traffic, and what portolan snapshot save wrote';

/** Whether a file begins as the JSON of portolan does, so that it is worth being read as a whole: by its first bytes as text. */
export function isDocumentHead(head: string): boolean {
  return /^\ufeff?\s{0,100}\{\s{0,100}"schema"\s{0,10}:\s{0,10}"portolan\//.test(head);
}

/** How the first line begins of what `--ndjson` wrote: findings, live events, events of `--select`, sockets. */
const LINES =
  /^\{(?:"id":"[a-z-]{1,20}\.|"type":"(?:finding|update|summary)",|"summary":\{"inputs":|"time":"[^"]{1,40}","end":"|"transport":"[a-z]{3}","family":)/;

/** Whether a file begins as lines of JSON do that portolan wrote for other programs: none of these has all that is stored. */
export function isNdjsonHead(head: string): boolean {
  return LINES.test(head);
}

/**
 * The rows of what `portolan sockets --json`, `snapshot save`, `audit --json` or `traffic --json` wrote; null for a text that is no document of
 * portolan. Throws DocumentError for one that is damaged, or of a kind that has nothing to store.
 */
export async function documentRows(text: string): Promise<UnnumberedBatch[] | null> {
  if (!isDocumentHead(text.slice(0, DOCUMENT_HEAD_BYTES))) return null;
  const value = parse(text);
  const kind = kindOf(value);
  // Only who stores documents needs zod.
  const { auditSchema, snapshotSchema, socketsSchema, trafficSchema } = await import('./schema.ts');
  switch (kind) {
    case 'sockets': {
      const document = believe(socketsSchema, value);
      const at = Date.parse(document.generatedAt);
      const listeners = listenerBatches(at, listenersIn(document));
      return [...listeners, ...findingBatches('sockets', at, findingsIn(document))];
    }
    case 'snapshot': {
      const document = believe(snapshotSchema, value);
      return listenerBatches(Date.parse(document.generatedAt), listenersKept(document));
    }
    case 'audit': {
      const { generatedAt, hosts, findings } = believe(auditSchema, value);
      const at = Date.parse(generatedAt);
      const placed = findings.map((finding) => ({ finding, place: placeOfAudit(finding) }));
      return [...verdictBatches(at, hosts), ...findingBatches('audit', at, placed)];
    }
    case 'traffic': {
      const { generatedAt, findings } = believe(trafficSchema, value);
      const placed = findings.map((finding) => ({ finding, place: placeOfTraffic(finding) }));
      return findingBatches('traffic', Date.parse(generatedAt), placed);
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    throw new DocumentError('it begins like a document of portolan and is no JSON: it may have been cut off');
  }
}

function kindOf(value: unknown): Kind {
  const schema = (value as Readonly<Record<string, unknown>>)['schema'];
  const [, found, version] = /^portolan\/([a-z-]{1,30})@(\d{1,6})$/.exec(String(schema)) ?? [];
  const kind = KINDS.find((one) => one === found);
  if (kind === undefined) throw new DocumentError(`it is a document of kind ${found ?? 'unknown'}; ${STORED}`);
  if (version !== '1')
    throw new DocumentError(`it has version ${version} of its form, and this portolan reads version 1`);
  return kind;
}

function believe<Document>(schema: z.ZodType<Document>, value: unknown): Document {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const where = (issue?.path ?? []).map(String).join('.').slice(0, 200);
  throw new DocumentError(`it is damaged: ${where}: ${issue?.message.slice(0, 200) ?? ''}`);
}

function* listenersIn({ sockets }: SocketsToStore): Generator<SeenListener> {
  for (const { direction, transport, local, exposure, processes, ephemeral, service } of sockets) {
    if (direction !== 'listen') continue;
    // As `isProbablyClient` judges, as far as a document tells: whether a dossier names the port.
    if (transport === 'udp' && ephemeral && service?.source !== 'dossier') continue;
    yield { transport, port: local.port, address: local.address, exposure, processes };
  }
}

/**
 * A saved snapshot says of a listener how far the farthest of its addresses reaches, and of its findings the worst one in a few words: the
 * reach is found out again, and findings are left out, which stand in the JSON of `sockets`.
 */
function* listenersKept({ listeners }: SnapshotToStore): Generator<SeenListener> {
  for (const { transport, port, addresses, exposure: farthest, processes: kept, probablyClient } of listeners) {
    if (probablyClient) continue;
    const processes = kept.map(({ name, unit, container }) => ({
      ...{ name, unit },
      container: container === null ? null : { runtime: 'unknown' as const, id: '', pod: null, name: container },
    }));
    for (const address of addresses) {
      const parsed = parseIp(address);
      const own = parsed === null ? 'unknown' : exposureOfAddress(parsed);
      const exposure = farthest === 'contained' && own !== 'loopback' ? farthest : own;
      yield { transport, port, address, exposure, processes };
    }
  }
}

/** A listener's findings stand in the row of each of its sockets, and are told once. */
function findingsIn({ sockets, findings }: SocketsToStore): PlacedFinding[] {
  const found = new Map<string, PlacedFinding>();
  for (const { transport, local, findings: own } of sockets) {
    for (const finding of own) {
      const key = `${finding.id} ${transport} ${local.port} ${finding.subject}`;
      const known = found.get(key)?.place.address;
      const address = known === undefined || known === local.address ? local.address : null;
      found.set(key, { finding, place: { address, target: null, port: local.port, transport } });
    }
  }
  return [...findings.map((finding) => ({ finding, place: NOWHERE })), ...found.values()];
}
