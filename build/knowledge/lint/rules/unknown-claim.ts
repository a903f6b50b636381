import type { HandWritten, Named, Path } from '../../hand-written.ts';
import { faultOn, type LintRule } from '../rule.ts';

interface AnsweredClaim {
  readonly id: string;
  readonly file: Named<unknown>;
  readonly path: Path;
}

export const unknownClaim: LintRule = {
  name: 'unknown-claim',
  explains: 'A claim that a file answers stands in claims.yaml, where such a ledger is kept.',
  *check(knowledge) {
    if (knowledge.claims.length === 0) return;
    const known = new Set(knowledge.claims.flatMap(({ value }) => [value.id, ...value.alsoKnownAs]));
    for (const { id, file, path } of answeredClaims(knowledge)) {
      if (!known.has(id)) yield faultOn(this, file, path, `"${id}" is not in claims.yaml`);
    }
  },
};

function* answeredClaims({ dossiers, programs, patterns }: HandWritten): Generator<AnsweredClaim> {
  for (const file of dossiers) {
    for (const [index, id] of file.value.confirms.entries()) yield { id, file, path: ['confirms', index] };
    for (const [correction, { claims }] of file.value.corrections.entries()) {
      for (const [index, id] of claims.entries()) {
        yield { id, file, path: ['corrections', correction, 'claims', index] };
      }
    }
  }
  for (const file of [...programs, ...patterns]) {
    for (const [index, id] of file.value.claims.entries()) yield { id, file, path: ['claims', index] };
  }
}
