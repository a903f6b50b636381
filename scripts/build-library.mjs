/** Builds what `import 'portolan/knowledge'` and 'portolan/ports' give: an ES module each without dependencies, and types. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

await build({
  entryPoints: ['src/library/knowledge.ts'],
  outdir: 'dist/library',
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  logLevel: 'error',
});

await build({
  entryPoints: { ports: 'src/ports/library.ts' },
  outdir: 'dist/library',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'error',
});

for (const project of ['tsconfig.library.json', 'tsconfig.library-node.json']) {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}

// The sources import each other as .ts; a reader of the types has only .d.ts files, which .js names in TypeScript.
for (const name of readdirSync('dist/types', { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.d.ts')) continue;
  const file = join('dist/types', name);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(from ')(\.[^']+)\.ts'/g, "$1$2.js'"));
}
