/** Starts the program itself; the one file here that does. */
import { spawn } from 'node:child_process';
import { AuditFailed, type AuditDocument, type RunAudit } from './audit-runs.ts';

const MAX_OUTPUT_BYTES = 128 * 1024 ** 2;
const MAX_COMPLAINT = 1000;
const MAX_MS = 1_800_000;
/** How long it may take to tell what it found when it is to end. */
const GRACE_MS = 10_000;

/** Audits in a process of its own, by the program itself: its scope guard is the one that decides. `program`: the path of its launcher. */
export function auditBy(program: string): RunAudit {
  return (words, signal, onProgress) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program, 'audit', ...words, '--json'], {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      const pieces: Buffer[] = [];
      let [length, said] = [0, ''];
      let timer: NodeJS.Timeout | undefined;
      // It tells what it found by then; what does not is ended.
      const end = (): void => {
        child.kill('SIGTERM');
        clearTimeout(timer);
        timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      };
      timer = setTimeout(end, MAX_MS);
      signal.addEventListener('abort', end);
      const leave = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
      };
      child.stdout?.on('data', (piece: Buffer) => {
        length += piece.length;
        if (length <= MAX_OUTPUT_BYTES) pieces.push(piece);
        else child.kill('SIGKILL');
      });
      child.stderr?.on('data', (piece: Buffer) => {
        if (said.length < MAX_COMPLAINT) said += piece.toString();
      });
      child.on('message', (message) => {
        if (typeof message === 'string') onProgress(message);
      });
      child.on('error', (error) => {
        leave();
        reject(new AuditFailed(`the audit could not begin: ${error.message}`));
      });
      child.on('close', () => {
        leave();
        try {
          // With findings it ends with another code than 0, and the document is there all the same.
          resolve(JSON.parse(Buffer.concat(pieces).toString()) as AuditDocument);
        } catch {
          const why = said.trim().slice(0, MAX_COMPLAINT);
          reject(new AuditFailed(why === '' ? 'the audit ended early and told nothing' : why));
        }
      });
    });
}
