import type { Finding } from '../../findings/finding.ts';
import type { Dossier } from '../../knowledge/dossier.ts';
import { groupListeners } from '../listener.ts';
import { ListeningPorts } from '../listening-ports.ts';
import { snapshotOf, type Machine } from '../machine.fixture.ts';
import { ServiceNamer } from '../service.ts';
import { knowledgeOf } from '../small-knowledge.fixture.ts';
import type { ListenerRule } from './rule.ts';

const NO_DOSSIERS = knowledgeOf([]);

/** What a rule says of the one listener of a machine. */
export function judged(rule: ListenerRule, machine: Machine, dossiers: readonly Dossier[] = []): Finding | null {
  const snapshot = snapshotOf(machine);
  const knowledge = dossiers.length === 0 ? NO_DOSSIERS : knowledgeOf(dossiers);
  const [listener, ...others] = groupListeners(
    snapshot,
    new ListeningPorts(snapshot.table),
    new ServiceNamer(knowledge),
  );
  if (listener === undefined || others.length > 0) throw new Error('the machine should have one listener');
  return rule.judge(listener, snapshot);
}
