import { execFile } from 'node:child_process';
import { AuditFailed, type AuditDocument, type RunAudit } from './audit-runs.ts';

const MAX_OUTPUT_BYTES = 128 * 1024 ** 2;
const MAX_MS = 1_800_000;

/** Audits in a process of its own, by the program itself: its scope guard is the one that decides. `program`: the path of its launcher. */
export function auditBy(program: string): RunAudit {
  return (words, signal) =>
    new Promise((resolve, reject) => {
      const options = { signal, maxBuffer: MAX_OUTPUT_BYTES, timeout: MAX_MS };
      execFile(process.execPath, [program, 'audit', ...words, '--json'], options, (error, stdout, stderr) => {
        try {
          // With findings it ends with another code than 0, and the document is there all the same.
          resolve(JSON.parse(stdout) as AuditDocument);
        } catch {
          const said = stderr.trim().slice(0, 1000);
          reject(new AuditFailed(said === '' ? `the audit ended early: ${error?.message ?? 'no answer'}` : said));
        }
      });
    });
}
