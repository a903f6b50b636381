/** The one file of this folder that touches the system: the journal of a scan on disk. */
import { open, type FileHandle } from 'node:fs/promises';
import { journalHead, journalLines, maxJournalBytes, readJournal, type ScanPlan } from './scan-journal.ts';
import type { ScanJournal, ScannedPort } from './scan.ts';

const OTHERS_WRITE = 0o022;
/** Milliseconds that a power cut may cost. */
const SYNC_INTERVAL = 1000;

/**
 * Opens the journal of a scan, or begins one where the file is new or empty; whoever resumes gets what it holds in
 * `decided`. A sentence where it cannot be: it belongs to another scan, is too long to be one's, or the system refuses.
 */
export async function openScanJournal(path: string, plan: ScanPlan): Promise<ScanJournal | string> {
  let file: FileHandle | undefined;
  try {
    // Only its owner may read where one's hosts stand open.
    file = await open(path, 'a+', 0o600);
    const stats = await file.stat();
    const { size, mode, uid } = stats;
    // What others can write says what others want: which ports are not asked again.
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & OTHERS_WRITE) === 0);
    if (!stats.isFile() || !isOurs) return await refuse(file, path, 'It is no file of yours that only you can write.');
    if (size > maxJournalBytes(plan))
      return await refuse(file, path, 'It is longer than a journal of this scan can be.');
    if (size === 0) {
      await file.appendFile(journalHead(plan, new Date()));
      return new JournalFile(path, file, []);
    }
    const text = await readFrom(file, size);
    const decided = readJournal(text, plan);
    if (typeof decided === 'string') return await refuse(file, path, decided);
    // A torn line must not swallow the next one.
    if (!text.endsWith('\n')) await file.appendFile('\n');
    return new JournalFile(path, file, decided);
  } catch (error) {
    await file?.close();
    return `The journal ${path} cannot be used: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

async function refuse(file: FileHandle, path: string, why: string): Promise<string> {
  await file.close();
  return `The journal ${path} is not gone on with. ${why} Name another file, or delete this one.`;
}

async function readFrom(file: FileHandle, size: number): Promise<string> {
  const buffer = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(buffer, filled, size - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.toString('utf8', 0, filled);
}

class JournalFile implements ScanJournal {
  readonly decided: readonly ScannedPort[];
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #timer: NodeJS.Timeout;
  #batch: ScannedPort[] = [];
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  #fault: string | null = null;

  constructor(path: string, file: FileHandle, decided: readonly ScannedPort[]) {
    this.#path = path;
    this.#file = file;
    this.decided = decided;
    this.#timer = setInterval(() => {
      // A slow disk is waited for, not queued at.
      if (!this.#isWriting) this.#writing = this.#write();
    }, SYNC_INTERVAL).unref();
  }

  record(result: ScannedPort): void {
    if (this.#fault === null) this.#batch.push(result);
  }

  async close(): Promise<string | null> {
    clearInterval(this.#timer);
    await this.#writing;
    await this.#write();
    await this.#file.close();
    return this.#fault;
  }

  async #write(): Promise<void> {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#isWriting = true;
    try {
      await this.#file.appendFile(journalLines(batch));
      await this.#file.datasync();
    } catch (error) {
      // The scan is worth more than its journal: it goes on without.
      this.#fault = `The journal ${this.#path} could not be written to its end, so this scan cannot be resumed from it: ${
        error instanceof Error ? error.message : String(error)
      }.`;
      this.#batch = [];
    } finally {
      this.#isWriting = false;
    }
  }
}
