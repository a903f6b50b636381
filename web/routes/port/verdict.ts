import { EXPOSURE_WORD } from './words.ts';
import type { Answer } from '../../../src/knowledge/answer.ts';
import { worstFinding } from '../../../src/findings/finding.ts';
import type { Risk, RiskLevel } from '../../../src/knowledge/dossier.ts';
import type { ListenerRecord } from '../../api/documents.ts';

/** The whole page in a sentence or three: what it is, whether it is here, what to do. `here` null: not known. */
export function verdictOf(answer: Answer, here: readonly ListenerRecord[] | null): string {
  return [whatItIs(answer), whetherHere(here), whatToDo(answer, here)].filter((part) => part !== '').join(' ');
}

function whatItIs({ port, transport, title, registry }: Answer): string {
  const key = `${port}/${transport}`;
  if (title !== null) return `${key} is ${title}.`;
  if (registry.names.length > 0)
    return `${key} is registered as ${registry.names.join(', ')}; nothing more is known of it.`;
  return `${key} belongs to nobody: it is ${registry.status === 'mixed' ? 'partly registered' : registry.status}.`;
}

function whetherHere(here: readonly ListenerRecord[] | null): string {
  if (here === null) return '';
  const [first] = here;
  if (first === undefined) return 'Nothing listens on it here.';
  const who = first.processes[0]?.name ?? 'a process that is not visible';
  return `Here ${who} listens on it, open to ${EXPOSURE_WORD[first.exposure]}.`;
}

const TO_DO = [
  'That is harmless.',
  'Note it.',
  'Look at it.',
  'Close it unless it is meant.',
  'Close it now unless it is meant.',
] as const;

function whatToDo({ risk }: Answer, here: readonly ListenerRecord[] | null): string {
  const [first] = here ?? [];
  if (first === undefined) return '';
  const worst = worstFinding((here ?? []).flatMap(({ findings }) => findings));
  const deed = risk === null ? '' : TO_DO[levelOf(risk, first)];
  if (worst === null) return deed;
  return `Rated ${worst.severity}. ${deed === '' ? `${worst.title.replace(/\.$/, '')}.` : deed}`;
}

function levelOf(risk: Risk, { exposure }: ListenerRecord): RiskLevel {
  if (exposure === 'loopback' || exposure === 'contained') return risk.loopback;
  return exposure === 'private' || exposure === 'link-local' ? risk.lan : risk.internet;
}
