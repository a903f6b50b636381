import { join } from 'node:path';
import { demoKnocks, LOG_NAME } from '../../../demo/log/firewall-log.ts';
import type { Knock } from '../../../demo/log/knock.ts';
import { askLog, portsInLog } from '../../../demo/log/log-counts.ts';
import { writeLog } from '../../../demo/log/log-file.ts';
import type { PortInLogs } from '../../../server/api/atlas.ts';
import type { AskByName } from '../../../server/http/ask.ts';

/** The firewall log of the demonstration: its knocks in memory, and its lines in a file, which are made on the way. */
export class DemoLog {
  readonly path: string;
  /** Resolves when all lines are in the file. */
  readonly written: Promise<void>;
  readonly #knocks: readonly Knock[];
  #ports: readonly PortInLogs[] | null = null;

  constructor(folder: string) {
    this.path = join(folder, LOG_NAME);
    this.#knocks = demoKnocks();
    this.written = writeLog(this.path, this.#knocks);
  }

  ports(): readonly PortInLogs[] {
    return (this.#ports ??= portsInLog(this.#knocks));
  }

  readonly ask: AskByName = async (name, words, now) => askLog(this.#knocks, name, words, now);
}
