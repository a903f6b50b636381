import type { Abilities } from '../decoders/decoder.ts';
import type { Input } from '../input/open-input.ts';
import type { InputSummary } from '../report/traffic-report.ts';

/** What can be read again of an input; null where nothing can. */
export type Evident = Pick<Input, 'path' | 'identity' | 'packing'>;

/** Something that is read as it comes. */
export interface LiveInput {
  /** As a person is told at the beginning: `/var/log/kern.log, from its end`. */
  readonly title: string;
  /** Reads; resolves when there is nothing more to come. Rejects with InputError. */
  run(): Promise<void>;
  /** Hands over the events there are. */
  flush(): void;
  /** No time in it is later than that by much: seconds since 1970. */
  moveTo(now: number): void;
  /** Nothing more comes: what was held back is handed over. */
  end(): void;
  close(): Promise<void>;
  /** By now. */
  readonly summary: InputSummary;
  readonly abilities: Abilities | null;
  readonly evident: Evident | null;
}
