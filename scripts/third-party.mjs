/** The licences of the packages that are part of the bundle must travel with it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `modules` are the files that went into the bundle. Throws for a package without a licence text. */
export function writeThirdPartyLicences(root, modules, outfile) {
  const folders = new Set();
  for (const id of modules) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
    if (name !== undefined) folders.add(name);
  }
  const texts = [...folders]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => describePackage(join(root, 'node_modules', name)));
  writeFileSync(outfile, `Portolan's bundle contains these packages.\n\n${texts.join('\n')}`);
}

function describePackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} ${version} comes without the text of its licence (${license})`);
  return `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8')}`;
}
