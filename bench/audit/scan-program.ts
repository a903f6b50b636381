import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScanSummary } from '../../src/audit/engine/scan.ts';

/** bench/audit/scan-once.ts as one file that Node runs, in a folder of its own. */
export async function buildScan(): Promise<{ readonly script: string; readonly folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-scan-'));
  const script = join(folder, 'scan-once.mjs');
  await build({
    entryPoints: ['bench/audit/scan-once.ts'],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return { script, folder, remove: () => rmSync(folder, { recursive: true }) };
}

export interface Scanned {
  readonly open: readonly number[];
  readonly summary: ScanSummary;
}

/** What scan-once.ts printed. */
export function readScan({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): Scanned {
  const [open = '', summary = ''] = stdout.split('\n');
  if (summary === '') throw new Error(`the scan printed no summary: ${stdout} ${stderr}`);
  return { open: open.split(' ').filter(Boolean).map(Number), summary: JSON.parse(summary) as ScanSummary };
}
