import { FollowedFile } from '../input/follow.ts';
import { Journal } from '../input/journal.ts';
import { GrowingInput } from '../input/standard-input.ts';
import type { SavedInput } from './live-input.ts';
import { LiveLog } from './live-log.ts';
import { LiveNetflow } from './live-netflow.ts';
import type { LiveReader } from './live-reader.ts';
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

/** What the sources are in a state file, in their order. */
export function keysOf({ files, journal, syslog, netflow }: LiveSources): string[] {
  return [
    ...files.map((file) => `follow ${file}`),
    ...(journal ? ['journal'] : []),
    ...(syslog === null ? [] : ['syslog']),
    ...(netflow === null ? [] : ['netflow']),
  ];
}

/**
 * Opens the sources and gives them to a reader; `saved` is what a state has of them. Rejects with InputError, with none
 * of them open.
 */
export async function openLive(
  reader: LiveReader,
  sources: LiveSources,
  format: string | null,
  saved: ReadonlyMap<string, SavedInput>,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal },
): Promise<void> {
  const { files, from, journal, syslog, netflow } = sources;
  const common = { now, signal };
  try {
    for (const file of files) {
      const key = `follow ${file}`;
      const known = saved.get(key) ?? null;
      const isStandard = file === '-';
      const source = isStandard
        ? new GrowingInput(signal)
        : new FollowedFile(file, { signal, from, resume: known?.place ?? null });
      const where = isStandard ? '' : known === null ? `, from its ${from}` : ', from where it was left';
      const title = `${source.name}${where}`;
      const more = { key, title, name: source.name, source, batch: reader.openBatch(), format, saved: known };
      reader.inputs.push(new LiveLog({ ...common, ...more }));
    }
    if (journal) {
      const source = new Journal({ signal });
      const [key, title, name] = ['journal', "the kernel's messages in the journal", source.name];
      const more = { key, title, name, source, batch: reader.openBatch(), saved: saved.get(key) ?? null };
      reader.inputs.push(new LiveLog({ ...common, ...more, format: 'journald-json' }));
    }
    if (syslog !== null) {
      const more = { batch: reader.openBatch(), format, saved: saved.get('syslog') ?? null };
      reader.inputs.push(await LiveSyslog.open({ ...common, ...syslog, ...more }));
    }
    if (netflow !== null) {
      const more = { batch: reader.openBatch(), format, saved: null };
      reader.inputs.push(await LiveNetflow.open({ ...common, ...netflow, ...more }));
    }
  } catch (error) {
    await Promise.all(reader.inputs.map((input) => input.close()));
    throw error;
  }
}
