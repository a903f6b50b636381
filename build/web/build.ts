/**
 * Builds the page into a folder:   node scripts/run-ts.mjs build/web/build.ts dist/web [MODULES.json]
 * Prints what a browser must load before anything is seen, and fails where that is more than the budget.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import { INITIAL_BUDGET, initialScripts } from './initial-scripts.ts';
import { paletteStyle } from './palette-style.ts';

const [folder = 'dist/web', modulesFile] = process.argv.slice(2);
const built = (await build({
  root: 'web',
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [paletteStyle()],
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', charset: 'utf8', legalComments: 'none' },
  build: {
    outDir: join(process.cwd(), folder),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the page's security policy lets no data: address in
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})) as Rollup.RollupOutput;

const scripts = initialScripts(built.output);
const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
console.error(
  `portolan: the page loads ${(bytes / 1000).toFixed(1)} kB of script at first (gzip; ${scripts.length} files)`,
);
if (bytes > INITIAL_BUDGET) {
  console.error(`portolan: that is more than ${INITIAL_BUDGET / 1000} kB`);
  process.exitCode = 1;
}
if (modulesFile !== undefined) {
  const modules = built.output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  writeFileSync(modulesFile, JSON.stringify(modules));
}
