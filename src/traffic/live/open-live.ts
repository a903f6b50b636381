import { FollowedFile } from '../input/follow.ts';
import { Journal } from '../input/journal.ts';
import { GrowingInput } from '../input/standard-input.ts';
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

/**
 * Opens the sources and gives them to a reader. Rejects with InputError, with none of them open.
 */
export async function openLive(
  reader: LiveReader,
  sources: LiveSources,
  format: string | null,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal },
): Promise<void> {
  const { files, from, journal, syslog, netflow } = sources;
  const common = { now, signal };
  try {
    for (const file of files) {
      const isStandard = file === '-';
      const source = isStandard ? new GrowingInput(signal) : new FollowedFile(file, { signal, from });
      const where = isStandard ? '' : `, from its ${from}`;
      const title = `${source.name}${where}`;
      const more = { title, name: source.name, source, batch: reader.openBatch(), format };
      reader.inputs.push(new LiveLog({ ...common, ...more }));
    }
    if (journal) {
      const source = new Journal({ signal });
      const title = "the kernel's messages in the journal";
      const more = { title, name: source.name, source, batch: reader.openBatch() };
      reader.inputs.push(new LiveLog({ ...common, ...more, format: 'journald-json' }));
    }
    if (syslog !== null) {
      const more = { batch: reader.openBatch(), format };
      reader.inputs.push(await LiveSyslog.open({ ...common, ...syslog, ...more }));
    }
    if (netflow !== null) {
      const more = { batch: reader.openBatch(), format };
      reader.inputs.push(await LiveNetflow.open({ ...common, ...netflow, ...more }));
    }
  } catch (error) {
    await Promise.all(reader.inputs.map((input) => input.close()));
    throw error;
  }
}
