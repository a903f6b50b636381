import type { Abilities } from '../decoders/decoder.ts';
import type { Input } from '../input/open-input.ts';
import type { StateWriter } from '../state/state-writer.ts';
import type { InputSummary } from '../report/traffic-report.ts';

/** What can be read again of an input; null where nothing can. */
export type Evident = Pick<Input, 'path' | 'identity' | 'packing'>;

/** Something that is read as it comes. */
export interface LiveInput {
  /** By which another run knows it again. */
  readonly key: string;
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
  /** Writes how far it was read, for the input of this key in another run. Nothing may wait in its batch. */
  save(writer: StateWriter): void;
  /** By now. */
  readonly summary: InputSummary;
  readonly abilities: Abilities | null;
  readonly evident: Evident | null;
  /** Packets or datagrams that the kernel threw away because they came too fast; absent where none can be. */
  readonly dropped?: number;
}
