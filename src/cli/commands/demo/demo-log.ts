import { join } from 'node:path';
import { demoKnocks, LOG_NAME } from '../../../demo/log/firewall-log.ts';
import type { Knock } from '../../../demo/log/knock.ts';
import { askLog, portsInLog } from '../../../demo/log/log-counts.ts';
import { writeLog } from '../../../demo/log/log-file.ts';
import type { PortInLogs } from '../../../server/api/atlas.ts';
import type { AskByName } from '../../../server/http/ask.ts';
import { pageFirst } from './page-first.ts';

/** The firewall log of the demonstration: its knocks in memory, and its lines in a file. Neither is made before somebody asks. */
export class DemoLog {
  readonly path: string;
  #made: readonly Knock[] | null = null;
  #ports: readonly PortInLogs[] | null = null;
  #written: Promise<void> | null = null;

  constructor(folder: string) {
    this.path = join(folder, LOG_NAME);
  }

  /** Resolves when all lines are in the file; whoever asks for something else meanwhile does not wait for them. */
  written(): Promise<void> {
    return (this.#written ??= pageFirst().then(() => writeLog(this.path, this.#knocks())));
  }

  ports(): readonly PortInLogs[] {
    return (this.#ports ??= portsInLog(this.#knocks()));
  }

  readonly ask: AskByName = async (name, words, now) => askLog(this.#knocks(), name, words, now);

  #knocks(): readonly Knock[] {
    return (this.#made ??= demoKnocks());
  }
}
