import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Claim } from '../../src/knowledge/claim.ts';
import { none, share, skipped, type Figure, type Measure } from './figure.ts';
import { besideCheckout, builtKnowledge } from './ground.ts';

const REPORT = 'design/knowledge.md';

/** Whether every claim of the two source documents is answered where a reader finds it. */
export const claimCoverage: Measure = {
  id: 'M7',
  title: 'the claims of the two source documents',
  run() {
    const claims = builtKnowledge().claims();
    const named = claims.filter(({ shownBy, finds }) => shownBy !== '' && finds !== '');
    return [
      share('claims that name a command and the words in its output that answer them', named.length, claims.length),
      shownNow(claims),
      missingIds(claims),
    ];
  },
};

/** Runs the command of every claim, each once. */
function shownNow(claims: readonly Claim[]): Figure {
  const what = 'claims whose command prints those words, run now';
  const { status, stderr } = portolan('--version');
  if (status !== 0) return skipped(what, `bin/portolan does not run: ${stderr.trim().split('\n')[0] ?? ''}`);
  const outputs = new Map<string, string>();
  const silent = claims.filter(({ shownBy, finds }) => {
    let output = outputs.get(shownBy);
    if (output === undefined) {
      const ran = portolan(...shownBy.split(' '));
      output = ran.stdout + ran.stderr; // that RJ-45 is no port number is said on stderr
      outputs.set(shownBy, output);
    }
    return !output.includes(finds);
  });
  return share(what, claims.length - silent.length, claims.length, {
    list: silent.map(({ id, shownBy, finds }) => `${id}: portolan ${shownBy} does not say "${finds}"`),
  });
}

function portolan(...words: string[]) {
  return spawnSync(process.execPath, ['bin/portolan', ...words], { encoding: 'utf8' });
}

function missingIds(claims: readonly Claim[]): Figure {
  const what = 'ids of the report on the documents that no claim carries';
  const report = besideCheckout(REPORT);
  if (report === null) return skipped(what, `../shared/${REPORT} is not there`);
  const known = new Set(claims.flatMap((claim) => [claim.id, ...claim.alsoKnownAs]));
  return none(
    what,
    claimIds(readFileSync(report, 'utf8')).filter((id) => !known.has(id)),
  );
}

/** Ids in the first column of the tables of section 1: `A13`, `B26a, A19`. */
export function claimIds(report: string): string[] {
  const section = /^## 1\..*?(?=^## 2\.)/ms.exec(report)?.[0] ?? '';
  const cells = [...section.matchAll(/^\| *([ABT]\d[^|]*)\|/gm)].map((match) => match[1] ?? '');
  return [...new Set(cells.flatMap((cell) => cell.match(/[ABT]\d+[a-e]?/g) ?? []))];
}
