import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import type { Fault } from './fault.ts';
import type { HandWritten, Named } from './hand-written.ts';
import { ruleOfIssue } from './lint/schema-rules.ts';
import { fingerprintFileSchema } from './fingerprint-schema.ts';
import { patternSchema } from './pattern-schema.ts';
import { claimsSchema, dossierSchema, programSchema, sourcesSchema } from './schema.ts';
import { YamlFile } from '../../src/yaml/yaml-file.ts';

export type { HandWritten } from './hand-written.ts';

/** Folders of `knowledge/` whose files are read one by one. */
const FOLDERS = ['ports', 'malware', 'patterns', 'fingerprints', 'sources'];
const CLAIMS = 'claims.yaml';

/** Reads and validates every hand-written file under `folder` (`knowledge/`). Faults are collected, not thrown. */
export function loadHandWritten(folder: string): HandWritten {
  const files = new Map<string, string>();
  for (const name of FOLDERS) {
    if (!existsSync(join(folder, name))) continue;
    for (const entry of readdirSync(join(folder, name)).sort()) {
      if (entry.endsWith('.yaml')) files.set(`${name}/${entry}`, readFileSync(join(folder, name, entry), 'utf8'));
    }
  }
  if (existsSync(join(folder, CLAIMS))) files.set(CLAIMS, readFileSync(join(folder, CLAIMS), 'utf8'));
  return parseHandWritten(files);
}

/** The same from texts by path, in the order in which they are to be read. */
export function parseHandWritten(files: ReadonlyMap<string, string>): HandWritten {
  const faults: Fault[] = [];
  const read = <T>(start: string, schema: z.ZodType<T>): { path: string; file: YamlFile; value: T }[] =>
    [...files]
      .filter(([path]) => path.startsWith(start))
      .flatMap(([path, text]) => {
        const file = new YamlFile(text);
        const value = validate(path, file, schema, faults);
        return value === null ? [] : [{ path, file, value }];
      });
  const readFolder = <T>(name: string, schema: z.ZodType<T>): Named<T>[] =>
    read(`${name}/`, schema).map(({ path, file, value }) => ({ file: path, value, at: (part) => file.at(part) }));
  return {
    dossiers: readFolder('ports', dossierSchema),
    programs: readFolder('malware', programSchema),
    patterns: readFolder('patterns', patternSchema),
    fingerprints: readFolder('fingerprints', fingerprintFileSchema),
    sources: read('sources/', sourcesSchema).flatMap(({ path, file, value }) =>
      Object.entries(value).map(([id, source]) => ({
        file: path,
        value: { id, ...source },
        at: (part) => (part.length === 0 ? file.atKey([id]) : file.at([id, ...part])),
      })),
    ),
    claims: read(CLAIMS, claimsSchema).flatMap(({ path, file, value }) =>
      value.map((claim, index) => ({ file: path, value: claim, at: (part) => file.at([index, ...part]) })),
    ),
    faults,
  };
}

function validate<T>(name: string, file: YamlFile, schema: z.ZodType<T>, faults: Fault[]): T | null {
  for (const { message, ...position } of file.faults) {
    faults.push({ file: name, rule: 'syntax', level: 'fault', message, ...position });
  }
  if (file.faults.length > 0) return null;
  const result = schema.safeParse(file.value());
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    faults.push({
      file: name,
      ...(unknownKey === undefined ? file.at(path) : file.atKey([...path, unknownKey])),
      rule: ruleOfIssue({ path, code: issue.code, missing: !file.has(path) }),
      level: 'fault',
      message: `${path.length === 0 ? '' : `${path.join('.')}: `}${issue.message}`,
    });
  }
  return null;
}
