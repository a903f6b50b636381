import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { Pattern } from '../../../knowledge/pattern.ts';
import { portClass } from '../../../knowledge/registry-entry.ts';
import type { Source } from '../../../knowledge/source.ts';
import { parsePort } from '../../../net/port.ts';
import { isTransport } from '../../../net/transport.ts';

/** What a page looks up: names, and where statements come from. */
export interface PageKnowledge {
  /** `ssh` for `22/tcp`: what the number is known for, never proof of what answers there. Null when for nothing. */
  portName(port: string): string | null;
  pattern(id: string): Pick<Pattern, 'title' | 'meaning' | 'advice'> | null;
  source(id: string): Pick<Source, 'title' | 'ref'> | null;
}

export function pageKnowledge(knowledge: Knowledge): PageKnowledge {
  const patterns = new Map<string, Pattern | null>();
  return {
    portName(name) {
      const [number = '', transport = ''] = name.split('/');
      const port = parsePort(number);
      if (port === null || !isTransport(transport)) return null;
      const dossier = knowledge.dossiersOn(port, transport).find(({ kind }) => kind === 'service');
      if (dossier?.shortName !== undefined) return dossier.shortName;
      if (portClass(port) === 'dynamic') return null;
      return knowledge.registry.lookUp(port, transport).names[0] ?? null;
    },
    pattern(id) {
      const known = patterns.get(id);
      if (known !== undefined) return known;
      const pattern = knowledge.pattern(id);
      patterns.set(id, pattern);
      return pattern;
    },
    source: (id) => knowledge.source(id),
  };
}
