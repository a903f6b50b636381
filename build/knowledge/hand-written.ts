import type { Claim } from '../../src/knowledge/claim.ts';
import type { Dossier } from '../../src/knowledge/dossier.ts';
import type { Pattern } from '../../src/knowledge/pattern.ts';
import type { Program } from '../../src/knowledge/program.ts';
import type { FingerprintFile } from './fingerprint-schema.ts';
import type { Source } from '../../src/knowledge/source.ts';
import type { Fault, Position } from './fault.ts';

/** A way into a value: `['uses', 0, 'name']`. */
export type Path = readonly (string | number)[];

/** A value with the file that it was read from. */
export interface Named<T> {
  /** Path of the file inside the knowledge folder, `ports/0109-pop2.yaml`. */
  readonly file: string;
  readonly value: T;
  /** Where a part of the value stands in the file; of a part that is not there, where its nearest parent does. */
  at(path: Path): Position;
}

/** The hand-written part of the knowledge base as it stands in the files. */
export interface HandWritten {
  readonly dossiers: readonly Named<Dossier>[];
  readonly programs: readonly Named<Program>[];
  readonly patterns: readonly Named<Pattern>[];
  readonly fingerprints: readonly Named<FingerprintFile>[];
  readonly sources: readonly Named<Source>[];
  readonly claims: readonly Named<Claim>[];
  /** What kept a file from being read: files with such faults are missing from the lists. */
  readonly faults: readonly Fault[];
}
