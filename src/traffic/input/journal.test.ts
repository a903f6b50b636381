import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAll, readUntil, testFolder, until } from './input.fixture.ts';
import { Journal } from './journal.ts';

const folder = testFolder();

/** What stands in for journalctl: a machine where tests run need not have a journal. */
function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the journal', () => {
  it('is asked for what the kernel logs, and gives it as it comes', async () => {
    const journalctl = program('follows', `echo "$@"; echo 'Hint: no rights' >&2; sleep 0.1; echo '{"MESSAGE":"x"}'`);
    const journal = new Journal({ signal: new AbortController().signal, program: journalctl, past: 7 });
    expect((await readAll(journal, 5)).toString()).toBe(
      '--dmesg --follow --no-pager --lines=7 --output=json\n{"MESSAGE":"x"}\n',
    );
    expect([...journal.notes]).toEqual(['journalctl says: Hint: no rights']);
  });

  it('ends with the signal, and its process with it', async () => {
    const pidFile = join(folder, 'pid');
    const journalctl = program('stays', `echo $$ > '${pidFile}'; echo ready; exec sleep 60`);
    const controller = new AbortController();
    const journal = new Journal({ signal: controller.signal, program: journalctl, format: 'export' });
    expect(await readUntil(journal, 'ready\n')).toBe('ready\n');
    const rest = readAll(journal);
    controller.abort();
    expect(await rest).toEqual(Buffer.alloc(0));
    expect(existsSync(pidFile)).toBe(true);
    await until(() => !isRunning(Number(readFileSync(pidFile, 'utf8'))));
  });

  it('says why it cannot be followed', async () => {
    const { signal } = new AbortController();
    const missing = new Journal({ signal, program: join(folder, 'no-such-program') });
    await expect(readAll(missing)).rejects.toThrow(/there is no .*no-such-program here. Follow a file instead/);
    const failing = new Journal({ signal, program: program('fails', 'echo no journal files >&2; exit 1') });
    await expect(readAll(failing)).rejects.toThrow('journalctl ended with 1: no journal files');
  });
});
