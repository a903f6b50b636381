import type { HandWritten, Named, Path } from '../../hand-written.ts';
import { faultOn, type LintRule } from '../rule.ts';

export const unfilled: LintRule = {
  name: 'unfilled',
  explains: 'No text says TODO, which `npm run new` puts where an answer is needed.',
  *check(knowledge) {
    for (const file of allFiles(knowledge)) {
      for (const [path, text] of textsOf(file.value, [])) {
        if (/\bTODO\b/.test(text)) yield faultOn(this, file, path, `${path.join('.')} still says TODO`);
      }
    }
  },
};

function allFiles({
  dossiers,
  programs,
  patterns,
  fingerprints,
  sources,
  claims,
}: HandWritten): readonly Named<unknown>[] {
  return [...dossiers, ...programs, ...patterns, ...fingerprints, ...sources, ...claims];
}

function* textsOf(value: unknown, path: Path): Generator<[Path, string]> {
  if (typeof value === 'string') yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) yield* textsOf(child, [...path, key]);
}
