/**
 * Runs one TypeScript file of the build on Node 20, which cannot strip types: bundles it with esbuild and imports the
 * result.   node scripts/run-ts.mjs FILE.ts [ARG ...]
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const CACHE = join(fileURLToPath(new URL('..', import.meta.url)), 'node_modules/.cache/portolan');

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node scripts/run-ts.mjs FILE.ts [ARG ...]');
  process.exit(2);
}
mkdirSync(CACHE, { recursive: true });
const outfile = join(CACHE, `run-${process.pid}.mjs`);
await build({
  entryPoints: [resolve(file)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'error',
});
process.argv = [process.execPath, file, ...args];
try {
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
