import { createContext } from 'preact';
import { useContext, useId, useState } from 'preact/hooks';
import type { ComponentChildren, VNode } from 'preact';
import type { Confidence, Sourced } from '../../src/knowledge/dossier.ts';
import type { Source } from '../../src/knowledge/source.ts';
import { shown } from '../state/shown.ts';

/** What each confidence means, for whoever opens a mark. */
const CONFIDENCE: Readonly<Record<Confidence, string>> = {
  registry: "IANA's registry says it",
  primary: 'the defining document says it',
  corroborated: 'two or more sources that do not copy each other say it',
  single: 'one source says it, or several that copy each other',
  disputed: 'sources contradict each other',
};

/** The sources of the answer that is shown, in the order of their numbers. */
export const Sources = createContext<readonly Source[]>([]);

/** A statement, and the mark that opens its sources. */
export function Stated({ by, children }: { readonly by: Sourced; readonly children: ComponentChildren }): VNode {
  return (
    <>
      {children} <Mark sources={by.sources} confidence={by.confidence} />
    </>
  );
}

/** `[1, 3 primary]`: opens source, date and confidence just below. */
export function Mark({ sources, confidence }: Sourced): VNode {
  const all = useContext(Sources);
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const numbers = sources.map((source) => all.findIndex((one) => one.id === source) + 1).filter((number) => number > 0);
  const words = `[${numbers.join(', ')} ${confidence}]`;
  return (
    <>
      <button
        type="button"
        class="mark"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={`${words}: where this is from`}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {words}
      </button>
      <span id={id} class="marked" hidden={!isOpen}>
        <span>
          Confidence: {confidence}, {CONFIDENCE[confidence]}.
        </span>
        {sources.map((source) => (
          <SourceLine key={source} id={source} source={all.find((one) => one.id === source) ?? null} />
        ))}
      </span>
    </>
  );
}

function SourceLine({ id, source }: { readonly id: string; readonly source: Source | null }): VNode {
  if (source === null) return <span>{shown(id)}</span>;
  return (
    <span>
      <SourceTitle source={source} />
      {source.seen !== undefined && <span class="quiet"> read {source.seen}</span>}
    </span>
  );
}

/** Its title, as a link where it lies on the web. The page itself never goes there. */
export function SourceTitle({ source }: { readonly source: Source }): VNode {
  return /^https?:\/\//.test(source.ref) ? (
    <a href={source.ref} target="_blank" rel="noreferrer noopener">
      {shown(source.title)}
    </a>
  ) : (
    <span>
      {shown(source.title)} ({shown(source.ref)})
    </span>
  );
}
