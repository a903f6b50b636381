import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Knock } from './knock.ts';
import { lineOf } from './firewall-log.ts';

/** Lines that are made at once: whoever asks in between does not wait for all of them. */
const SLICE = 1000;

/** Writes the log into a new file that only this user may read; rejects with the system's error. */
export async function writeLog(path: string, knocks: readonly Knock[]): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for (let at = 0; at < knocks.length; at += SLICE) {
      await file.write(
        knocks
          .slice(at, at + SLICE)
          .map(lineOf)
          .join(''),
      );
      await setImmediate();
    }
  } finally {
    await file.close();
  }
}
