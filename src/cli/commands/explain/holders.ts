import type { Answer } from '../../../knowledge/answer.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { EVERYTHING, type Snapshot } from '../../../sockets/snapshot.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../exit-code.ts';
import { takeSnapshot } from '../../snapshot/take-snapshot.ts';

/** Identifies an answer among the holders. */
export function holderKey(answer: Pick<Answer, 'port' | 'lastPort' | 'transport'>): string {
  return `${answer.port}-${answer.lastPort}/${answer.transport}`;
}

/**
 * A sentence on who waits on each answer's ports on this machine, by `holderKey`. Where the machine cannot be read the
 * sentence says so: an explanation is worth having without it.
 */
export async function describeHolders(
  answers: readonly Answer[],
  knowledge: Knowledge,
  context: Context,
): Promise<Map<string, string>> {
  const wanted = answers.filter(({ transport }) => transport === 'tcp' || transport === 'udp');
  if (wanted.length === 0) return new Map();
  try {
    const request = {
      ...EVERYTHING,
      tcp: wanted.some(({ transport }) => transport === 'tcp'),
      udp: wanted.some(({ transport }) => transport === 'udp'),
      listeningOnly: true,
    };
    // Owners cost a walk over all processes, so first see whether anybody listens at all.
    const bare = takeSnapshot(context, { ...request, owners: false });
    if (!wanted.some((answer) => isHeld(bare, answer))) {
      return describeAll(wanted, ({ port, lastPort }) => `nothing listens on ${port === lastPort ? 'it' : 'these'}`);
    }
    const { describeListeners } = await import('./listeners-text.ts');
    const full = takeSnapshot(context, request);
    return describeAll(wanted, (answer) => describeListeners(full, answer, knowledge));
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return describeAll(wanted, () => `could not look: ${error.message}`);
  }
}

function describeAll(answers: readonly Answer[], describe: (answer: Answer) => string): Map<string, string> {
  return new Map(answers.map((answer) => [holderKey(answer), describe(answer)]));
}

function isHeld({ table }: Snapshot, { port, lastPort, transport }: Answer): boolean {
  for (let row = 0; row < table.length; row++) {
    const local = table.localPort(row);
    if (table.transport(row) === transport && port <= local && local <= lastPort) return true;
  }
  return false;
}
