import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type * as z from 'zod';
import type { Claim } from '../../src/knowledge/claim.ts';
import type { Dossier } from '../../src/knowledge/dossier.ts';
import type { Pattern } from '../../src/knowledge/pattern.ts';
import type { Program } from '../../src/knowledge/program.ts';
import type { Source } from '../../src/knowledge/source.ts';
import { patternSchema } from './pattern-schema.ts';
import { claimsSchema, dossierSchema, programSchema, sourcesSchema } from './schema.ts';

/** A fault in a knowledge file, printed as compilers do: `file:line:column: what`. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface Named<T> {
  /** Path of the file from the folder's parent, `ports/0109-pop2.yaml`. */
  readonly file: string;
  readonly value: T;
}

/** The hand-written part of the knowledge base as it stands in the files. */
export interface HandWritten {
  readonly dossiers: readonly Named<Dossier>[];
  readonly programs: readonly Named<Program>[];
  readonly patterns: readonly Named<Pattern>[];
  readonly sources: readonly Named<Source>[];
  readonly claims: readonly Named<Claim>[];
  readonly faults: readonly Fault[];
}

/** Reads and validates every hand-written file under `folder` (`knowledge/`). Faults are collected, not thrown. */
export function loadHandWritten(folder: string): HandWritten {
  const faults: Fault[] = [];
  return {
    dossiers: readFolder(folder, 'ports', dossierSchema, faults),
    programs: readFolder(folder, 'malware', programSchema, faults),
    patterns: readFolder(folder, 'patterns', patternSchema, faults),
    sources: readFolder(folder, 'sources', sourcesSchema, faults).flatMap(({ file, value }) =>
      Object.entries(value).map(([id, source]) => ({ file, value: { id, ...source } })),
    ),
    claims: readClaims(folder, faults),
    faults,
  };
}

function readClaims(folder: string, faults: Fault[]): Named<Claim>[] {
  const file = 'claims.yaml';
  if (!existsSync(join(folder, file))) return [];
  return (readYaml(folder, file, claimsSchema, faults) ?? []).map((value) => ({ file, value }));
}

function readFolder<T>(folder: string, name: string, schema: z.ZodType<T>, faults: Fault[]): Named<T>[] {
  const read: Named<T>[] = [];
  if (!existsSync(join(folder, name))) return read;
  for (const entry of readdirSync(join(folder, name)).sort()) {
    if (!entry.endsWith('.yaml')) continue;
    const value = readYaml(folder, `${name}/${entry}`, schema, faults);
    if (value !== null) read.push({ file: `${name}/${entry}`, value });
  }
  return read;
}

function readYaml<T>(folder: string, file: string, schema: z.ZodType<T>, faults: Fault[]): T | null {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(join(folder, file), 'utf8'), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const found = faults.length;
  for (const error of document.errors) faults.push({ file, ...at(error.pos[0]), message: error.message });
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const message = `"*${alias.source}" refers to nothing: a text that begins with * needs quotes`;
      faults.push({ file, ...at(alias.range?.[0] ?? 0), message });
    },
  });
  if (faults.length > found) return null;
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
    const unknownKey = issue.code === 'unrecognized_keys' ? offsetOfKey(document, issue.path, issue.keys[0]) : null;
    faults.push({ file, ...at(unknownKey ?? offsetOf(document, issue.path)), message: `${where}${issue.message}` });
  }
  return null;
}

/** Where in the file the fault lies: the node of the path, or of the nearest parent that exists. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const offset = startOf(document.getIn(path.slice(0, length), true));
    if (offset !== null) return offset;
  }
  return 0;
}

/** Where the key of a map stands. */
function offsetOfKey(document: Document.Parsed, path: readonly PropertyKey[], key: string | undefined): number | null {
  const map: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(map)) return null;
  return startOf(map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key);
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
