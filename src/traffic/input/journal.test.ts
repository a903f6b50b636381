import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StateReader } from '../state/state-reader.ts';
import { StateWriter } from '../state/state-writer.ts';
import { readAll, readUntil, testFolder, until } from './input.fixture.ts';
import { JournalPlace } from './journal-place.ts';
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

describe('the place in the journal', () => {
  const entry = (number: number): string =>
    `{"MESSAGE":"\\"__CURSOR\\":\\"s=x\\"","__CURSOR":"s=a;i=${number}","N":${number}}\n`;

  /** Asks what the journal has last, and then gives the entries from a cursor on, of those there are. */
  function journalctl(name: string, entries: readonly number[]): string {
    const path = join(folder, `${name}.entries`);
    writeFileSync(path, entries.map(entry).join(''));
    return program(
      name,
      `echo "$@" >> '${path}.asked'
case "$*" in
*--lines=1*) tail -n 1 '${path}' ;;
*--cursor=*) from=$(echo "$*" | sed 's/.*--cursor=s=a;i=\\([0-9]*\\).*/\\1/'); awk -F'"N":' -v from="$from" '$2 + 0 >= from + 0' '${path}' ;;
*) cat '${path}' ;;
esac`,
    );
  }

  async function read(path: string, place: JournalPlace, pieceBytes = 17): Promise<string> {
    const journal = new Journal({ signal: new AbortController().signal, program: path, place });
    const text = (await readAll(journal, pieceBytes)).toString();
    return `${text}${[...journal.notes].join('\n')}`;
  }

  function saved(place: JournalPlace): JournalPlace {
    const writer = new StateWriter();
    place.save(writer);
    return JournalPlace.load(new StateReader(writer.toBytes()));
  }

  it('is behind what is there at first, and behind what was read later', async () => {
    const place = await JournalPlace.atEnd(journalctl('first', [1, 2]));
    expect(await read(journalctl('more', [1, 2, 3, 4]), place)).toBe(entry(3) + entry(4));
    const next = saved(place);
    expect(await read(journalctl('same', [1, 2, 3, 4]), next)).toBe('');
    expect(await read(journalctl('later', [2, 3, 4, 5]), saved(next), 4096)).toBe(entry(5));
    expect(readFileSync(join(folder, 'later.entries.asked'), 'utf8')).toBe(
      '--no-tail --cursor=s=a;i=4 _TRANSPORT=kernel --follow --no-pager --output=json\n',
    );
  });

  it('is the beginning of a journal that had nothing', async () => {
    const place = await JournalPlace.atEnd(journalctl('empty', []));
    expect(await read(journalctl('begun', [7]), saved(place))).toBe(entry(7));
  });

  it('is missed where the journal has thrown it away', async () => {
    const place = await JournalPlace.atEnd(journalctl('old', [1]));
    expect(await read(journalctl('vacuumed', [5, 6]), saved(place))).toBe(
      `${entry(5)}${entry(6)}the journal has thrown away the entry that was read last: what came after it and was thrown away too is not counted`,
    );
  });

  it('is of no entry that did not come whole', async () => {
    const place = await JournalPlace.atEnd(journalctl('whole', [1]));
    const cut = program('cut', `printf '%s' '${entry(1)}${entry(2)}${entry(3).slice(0, 30)}'`);
    expect(await read(cut, place)).toBe(entry(2) + entry(3).slice(0, 30));
    expect(await read(journalctl('again', [1, 2, 3]), saved(place))).toBe(entry(3));
  });
});
