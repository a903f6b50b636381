import type { VNode } from 'preact';
import type { Answer } from '../../../src/knowledge/answer.ts';
import { SourceTitle } from '../../parts/statement.tsx';

/** What the numbers in the marks stand for. */
export function SourcesPart({ answer: { sources, revised } }: { readonly answer: Answer }): VNode {
  return (
    <section class="panel" aria-labelledby="sources-title">
      <h2 id="sources-title">Sources</h2>
      <ol class="sources">
        {sources.map((source) => (
          <li key={source.id}>
            <SourceTitle source={source} />
            {source.seen !== undefined && <span class="quiet"> read {source.seen}</span>}
          </li>
        ))}
      </ol>
      {revised !== null && <p class="quiet">Last revised {revised}. Nothing is fetched: these links are for you.</p>}
    </section>
  );
}
