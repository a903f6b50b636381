import type { CommandSpec } from '../../command.ts';
import { STORE_FLAG } from '../../store/store-flag.ts';

export type TokenVerb = 'add' | 'list' | 'remove' | 'rotate';

const MEANING = {
  sensor: { may: 'sends events to the store, and reads nothing', example: 'edge-1' },
  reader: { may: 'asks the store, and writes nothing', example: 'grafana' },
} as const;

/** The commands of who may write and who may read, which differ in nothing else. */
export function tokenCommand(kind: 'sensor' | 'reader', verb: TokenVerb): CommandSpec {
  const { may, example } = MEANING[kind];
  const summary = {
    add: `Give a ${kind} a token: it ${may}`,
    list: `The ${kind}s that have a token`,
    remove: `Take the token of a ${kind} away`,
    rotate: `Give a ${kind} another token in place of the one it has`,
  }[verb];
  const notes = {
    add: `The token is shown once: 256 random bits, of which the store keeps only the SHA-256. Give it to the ${kind} in a file
(--token-file) or as PORTOLAN_TOKEN. A running portolan serve knows it at once.${kind === 'sensor' ? ' The number stands in every row of the sensor, and is\nnever given again.' : ''}`,
    list: 'Tokens cannot be shown again; rotate gives another one.',
    remove: `A running portolan serve refuses it from the next request on.${kind === 'sensor' ? ' The rows of the sensor stay.' : ''}`,
    rotate:
      'The old one is refused from the next request on. A sensor keeps its number, and what it could not send in its spool.',
  }[verb];
  return {
    name: `${kind}s ${verb}`,
    summary,
    ...(verb !== 'list' && { argument: { name: 'NAME', description: `name of the ${kind}` } }),
    flags: [STORE_FLAG, { long: 'json', description: 'one JSON document' }],
    notes,
    examples: [`portolan ${kind}s ${verb}${verb === 'list' ? '' : ` ${example}`}`],
    load: async () => (await import('./run.ts')).runFor(kind, verb),
  };
}
