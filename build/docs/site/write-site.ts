/** Writes the documentation as a static site:   node scripts/run-ts.mjs build/docs/site/write-site.ts FOLDER */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPages } from './read-pages.ts';
import { renderSite } from './page.ts';
import { DOCS_STYLE } from './style.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder is the documentation to be written to?');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'docs.css'), DOCS_STYLE);
for (const { path, html } of renderSite(readPages())) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), html);
}
