import type { FileMemory } from '../input/file-memory.ts';
import { FollowedFile } from '../input/follow.ts';
import { InputError } from '../input/input-error.ts';
import { Journal } from '../input/journal.ts';
import { JournalPlace } from '../input/journal-place.ts';
import { GrowingInput } from '../input/standard-input.ts';
import { isoTime } from '../report/words-of.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { EventBatch } from '../event-batch.ts';
import type { LiveInput } from './live-input.ts';
import { LiveLog } from './live-log.ts';
import { LiveNetflow } from './live-netflow.ts';
import { LiveSyslog } from './live-syslog.ts';

export interface Listening {
  /** Null: this machine only. */
  readonly address: string | null;
  readonly port: number;
}

/** What is to be read as it comes. */
export interface LiveSources {
  /** To be followed; `-` is standard input. */
  readonly files: readonly string[];
  readonly from: 'start' | 'end';
  readonly journal: boolean;
  readonly syslog: Listening | null;
  readonly netflow: Listening | null;
}

/** Whoever reads live inputs. */
export interface LiveInputs {
  readonly inputs: LiveInput[];
  /** A batch for the input that is added next. */
  openBatch(): EventBatch;
}

/** What another run knew of its inputs. */
export interface KnownInputs {
  /** For people: where that is kept. */
  readonly path: string;
  /** When it was saved, in seconds since 1970; null where nothing is known yet. */
  readonly savedAt: number | null;
  /** The inputs that must be asked for again, in their order. */
  readonly keys: readonly string[];
  /** What was saved of an input; null where it is a new one. */
  input(key: string): StateReader | null;
  /** What goes wrong with what `input` gave is told as a fault of where it is kept. */
  orRefused<Result>(action: () => Result): Result;
}

export interface OpenOptions {
  /** Id of the format; null to find out. */
  readonly format: string | null;
  /** Seconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** What another run knew; null where nothing is kept. */
  readonly state: KnownInputs | null;
  /** What other runs read of files, in whatever way. */
  readonly memory?: FileMemory;
  /** What can wait (files, the journal, connections) waits until this has come to pass before it reads on; null: it need not. */
  readonly ready?: () => Promise<void> | null;
}

/** An input that is to be opened. */
interface Opening {
  readonly key: string;
  readonly open: (saved: StateReader | null) => LiveInput | Promise<LiveInput>;
}

/**
 * Opens the sources and gives them to a reader: first those that another run had, in its order, because evidence names
 * them by their place. Rejects with InputError, with none of them open.
 */
export async function openLive(reader: LiveInputs, sources: LiveSources, options: OpenOptions): Promise<void> {
  const { state } = options;
  const openings = openingsOf(reader, sources, options);
  const known = state?.keys ?? [];
  const missing = known.find((key) => !openings.some((opening) => opening.key === key));
  if (missing !== undefined) {
    throw new InputError(
      `${state?.path ?? ''} is the state of reading ${missing} too, which is not asked for now: ask for it, or name another file with --state`,
    );
  }
  const placeOf = ({ key }: Opening): number => (known.includes(key) ? known.indexOf(key) : known.length);
  try {
    for (const { key, open } of openings.toSorted((a, b) => placeOf(a) - placeOf(b))) {
      reader.inputs.push(await open(state?.input(key) ?? null));
    }
  } catch (error) {
    await Promise.all(reader.inputs.map((input) => input.close()));
    if (state === null) throw error;
    state.orRefused(() => {
      throw error;
    });
  }
}

function openingsOf(reader: LiveInputs, sources: LiveSources, options: OpenOptions): Opening[] {
  const { files, from, journal, syslog, netflow } = sources;
  const { format, now, signal, state, ready, memory } = options;
  const common = { now, signal, gap: gapOf(state, now), ...(ready !== undefined && { ready }) };
  const openings: Opening[] = files.map((file) => {
    const key = file === '-' ? 'standard input' : FollowedFile.keyOf(file);
    if (file === '-') {
      return {
        key,
        open: (saved) => {
          const source = new GrowingInput(signal);
          const more = { title: source.name, name: source.name, source, batch: reader.openBatch(), format };
          return new LiveLog({ ...common, ...more, key, saved });
        },
      };
    }
    return {
      key,
      open: (saved) => {
        const source = new FollowedFile(file, { signal, from, saved, ...(memory !== undefined && { memory }) });
        const title =
          saved === null && !source.isAhead ? `${file}, from its ${from}` : `${file}, from where it was left`;
        const more = { title, name: source.name, source, batch: reader.openBatch(), format, gap: null };
        return new LiveLog({ ...common, ...more, key, saved });
      },
    };
  });
  if (journal) {
    const key = 'the journal';
    openings.push({
      key,
      open: async (saved) => {
        const kept = saved === null ? null : JournalPlace.load(saved);
        const place = state === null ? null : (kept ?? (await JournalPlace.atEnd()));
        const source = new Journal({ signal, place });
        const title = `the kernel's messages in the journal${saved === null ? '' : ', from where they were left'}`;
        const more = { title, name: source.name, source, batch: reader.openBatch(), gap: null };
        return new LiveLog({ ...common, ...more, format: 'journald-json', key, saved });
      },
    });
  }
  if (syslog !== null) {
    const key = keyOf('syslog', syslog);
    openings.push({
      key,
      open: (saved) => LiveSyslog.open({ ...common, ...syslog, batch: reader.openBatch(), format, key, saved }),
    });
  }
  if (netflow !== null) {
    const key = keyOf('NetFlow', netflow);
    openings.push({
      key,
      open: (saved) => LiveNetflow.open({ ...common, ...netflow, batch: reader.openBatch(), format, key, saved }),
    });
  }
  return openings;
}

function keyOf(what: string, { address, port }: Listening): string {
  return `${what} on ${address ?? 'this machine'}, port ${port}`;
}

/** What is said of inputs that nobody keeps while nobody reads them. */
function gapOf(state: KnownInputs | null, now: number): string | null {
  const savedAt = state?.savedAt ?? null;
  if (savedAt === null) return null;
  const [from = '', to = ''] = [savedAt, now].map((time) => isoTime(time)?.slice(0, 19).replace('T', ' ') ?? '?');
  return `what came between ${from} and ${to} UTC is not counted: nobody was there to read it, or to save it`;
}
