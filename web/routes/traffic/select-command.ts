import type { TrafficFinding } from '../../api/documents.ts';
import { quoted } from '../../parts/copy-as.tsx';

/** The command that selects the events of a finding again. */
export function selectCommand(name: string, { query }: Pick<TrafficFinding, 'query'>): string {
  return `portolan traffic ${quoted(name)} --select ${quoted(query)}`;
}
