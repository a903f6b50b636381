import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { IngestedInput } from '../../../ingest/account.ts';
import {
  DOCUMENT_HEAD_BYTES,
  DocumentError,
  documentRows,
  isDocumentHead,
  isNdjsonHead,
  MAX_DOCUMENT_BYTES,
} from '../../../ingest/documents/document-rows.ts';
import type { Spool } from '../../../ingest/spool/spool.ts';
import { readBoundedFile } from '../../../overlay/bounded-file.ts';
import { OverlayError } from '../../../overlay/overlay-error.ts';

/**
 * Whether a file is what `portolan sockets --json`, `snapshot save`, `audit --json` or `traffic --json` wrote, by how it begins. Pipes are
 * not looked at.
 */
export function isDocument(path: string): boolean {
  return isDocumentHead(headOf(path));
}

/** Why a file that is of no format is not stored, and what is to be given instead. */
export function unknownText(path: string): string {
  if (isNdjsonHead(headOf(path))) {
    return `${path} is what --ndjson of portolan wrote, and is for other programs: store the log that it was made from, or what --json wrote`;
  }
  return `${path} is of no format that is known here: portolan help traffic-formats lists them`;
}

/** Empty for what is no file, or cannot be read: who reads it as a log says why. */
function headOf(path: string): string {
  let descriptor;
  try {
    // Without O_NONBLOCK a named pipe would wait for a writer for ever.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return '';
  }
  try {
    if (!fstatSync(descriptor).isFile()) return '';
    const head = Buffer.alloc(DOCUMENT_HEAD_BYTES);
    return head.toString('utf8', 0, readSync(descriptor, head, 0, head.length, 0));
  } catch {
    return '';
  } finally {
    closeSync(descriptor);
  }
}

/** Reads a document into the spool, unless the same one was stored before, or `again` asks for it. */
export async function ingestDocument(path: string, spool: Spool, again: boolean): Promise<IngestedInput> {
  const account: IngestedInput = {
    ...{ name: path, format: 'JSON of portolan', records: 0, malformed: 0, firstMalformed: [], other: 0 },
    ...{ events: 0, already: 0, untimed: 0, dropped: 0, notes: [], error: null },
  };
  try {
    const text = readBoundedFile(path, MAX_DOCUMENT_BYTES)?.text ?? '';
    const batches = (await documentRows(text)) ?? [];
    const rows = batches.reduce((sum, { columns }) => sum + columns.rows, 0);
    const key = `document ${createHash('sha256').update(text).digest('hex')}`;
    if (!again && spool.position(key) !== null) {
      return { ...account, records: rows, events: rows, already: rows, notes: ['all of it was stored before'] };
    }
    await spool.append(batches, new Map([[key, Uint8Array.of(1)]]));
    return { ...account, records: rows, events: rows };
  } catch (error) {
    if (error instanceof DocumentError) return { ...account, error: `${path}: ${error.message}` };
    if (error instanceof OverlayError) return { ...account, error: error.message };
    throw error;
  }
}
