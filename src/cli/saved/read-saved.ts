import { readBoundedFile } from '../../overlay/bounded-file.ts';
import { OverlayError } from '../../overlay/overlay-error.ts';
import { printable } from '../printable.ts';
import type { SnapshotDocument } from './documents.ts';

/** Ten times what 65,536 listeners with their processes take would be; a file that is larger is something else. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A file that holds no snapshot; the message says which, what is wrong, and what to do. */
export class SavedFault extends Error {
  override readonly name = 'SavedFault';
}

/** What a file says of itself, before anybody believed the rest. */
export interface SavedHead {
  readonly value: object;
  readonly generatedAt: string;
  readonly host: string;
  readonly listeners: number;
}

/** Reads a file as far as it takes to choose one. Null when there is none; SavedFault when it is no snapshot. */
export function readHead(path: string): SavedHead | null {
  const text = readText(path);
  if (text === null) return null;
  const value = parse(path, text);
  const schema = field(value, 'schema');
  if (schema !== 'portolan/snapshot@1') throw new SavedFault(`${path} ${describeOther(schema)}`);
  const [generatedAt, host, listeners] = [field(value, 'generatedAt'), field(value, 'host'), field(value, 'listeners')];
  if (typeof generatedAt !== 'string' || Number.isNaN(Date.parse(generatedAt)))
    throw new SavedFault(`${path} does not say when it was saved; save a new one: portolan snapshot save`);
  if (typeof host !== 'string' || !Array.isArray(listeners))
    throw new SavedFault(`${path} is damaged; save a new one: portolan snapshot save`);
  return { value: value as object, generatedAt, host, listeners: listeners.length };
}

/** Everything of it, checked: files may come from anywhere. */
export async function checkSaved(path: string, { value }: SavedHead): Promise<SnapshotDocument> {
  const { snapshotFileSchema } = await import('./file-schema.ts');
  const { data, error } = snapshotFileSchema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const where = printable((issue?.path ?? []).map(String).join('.')).slice(0, 200);
  const what = printable(issue?.message ?? '').slice(0, 200);
  throw new SavedFault(`${path} is damaged: ${where}: ${what}; save a new one: portolan snapshot save`);
}

function readText(path: string): string | null {
  try {
    return readBoundedFile(path, MAX_BYTES)?.text ?? null;
  } catch (error) {
    if (!(error instanceof OverlayError)) throw error;
    throw new SavedFault(error.message);
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SavedFault(`${path} is no JSON; save a new one: portolan snapshot save`);
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function describeOther(schema: unknown): string {
  const match = typeof schema === 'string' ? /^portolan\/([a-z-]{1,30})@(\d{1,6})$/.exec(schema) : null;
  if (match === null) return 'is no snapshot of portolan; portolan snapshot save FILE writes one';
  const [, kind = '', version = ''] = match;
  if (kind !== 'snapshot')
    return `is an answer of kind ${kind} and no snapshot; portolan snapshot save FILE writes one`;
  return `has version ${version} of the format, and this portolan reads version 1: save a new one, or compare with the portolan that wrote it`;
}
