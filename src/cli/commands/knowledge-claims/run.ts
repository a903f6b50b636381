import type { Claim } from '../../../knowledge/claim.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import type { ClaimsDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { formatOf } from '../../format.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { wrap } from '../../wrap.ts';

const INDENT = '      ';
const MAX_WIDTH = 110;

export async function run(input: Input, context: Context): Promise<void> {
  const claims = openKnowledge()
    .claims()
    .filter((claim) => !input.has('wrong') || claim.verdict !== 'right');
  const { stdout } = context;
  switch (formatOf(input)) {
    case 'json': {
      const document: ClaimsDocument = { ...envelope('claims', context), claims };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const claim of claims) stdout.line(JSON.stringify(claim));
      return;
    case 'csv':
      stdout.line('id,verdict,claim,fact,sources,confidence,shown_by');
      for (const { id, verdict, claim, fact, sources, confidence, shownBy } of claims) {
        stdout.line(csvLine([id, verdict, claim, fact, sources.join(' '), confidence, shownBy]));
      }
      return;
    case 'text':
      for (const claim of claims) for (const line of describeClaim(claim, context)) stdout.line(line);
      stdout.line();
      stdout.line(`${claims.length} claims: ${countVerdicts(claims)}`);
  }
}

/** The claim with its verdict on one line, what is right below it. */
function* describeClaim(claim: Claim, { style, isTerminal, width }: Context): Generator<string> {
  const room = isTerminal ? Math.min(width, MAX_WIDTH) - INDENT.length : Number.POSITIVE_INFINITY;
  const ids = [claim.id, ...claim.alsoKnownAs].join(', ');
  const paint = claim.verdict === 'right' ? style.good : style.warning;
  yield `${style.strong(ids.padEnd(INDENT.length - 1))} ${paint(claim.verdict)}  ${claim.claim}`;
  const marks = claim.sources.map((id) => `[${id}]`).join(' ');
  for (const line of wrap(`${claim.fact} ${marks}`, room)) yield INDENT + line;
  yield INDENT + style.dim(`portolan ${claim.shownBy}`);
}

function countVerdicts(claims: readonly Claim[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of claims) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
}
