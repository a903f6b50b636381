import { closestNames } from '../../../knowledge/closest-names.ts';
import type { SocketState } from '../../../sockets/state.ts';
import { CliError, EXIT } from '../../exit-code.ts';

const WAITING: readonly SocketState[] = ['listen', 'unconnected'];
const CONNECTED: readonly SocketState[] = [
  'established',
  'connected',
  'syn-sent',
  'syn-recv',
  'fin-wait-1',
  'fin-wait-2',
  'time-wait',
  'close-wait',
  'last-ack',
  'closing',
];

/**
 * The words of ss, of netstat and our own, in small letters with hyphens. `listening` takes UDP in, which has no
 * LISTEN: who looks for that word alone loses half of what waits for others.
 */
const STATES: Readonly<Record<string, readonly SocketState[]>> = {
  all: [...WAITING, ...CONNECTED, 'closed', 'bound-inactive', 'unknown'],
  listening: WAITING,
  connected: CONNECTED,
  listen: ['listen'],
  established: ['established', 'connected'],
  estab: ['established', 'connected'],
  'syn-sent': ['syn-sent'],
  'syn-recv': ['syn-recv'],
  'fin-wait-1': ['fin-wait-1'],
  'fin-wait-2': ['fin-wait-2'],
  'time-wait': ['time-wait'],
  close: ['closed', 'unconnected'],
  closed: ['closed', 'unconnected'],
  unconn: ['closed', 'unconnected'],
  unconnected: ['unconnected'],
  'close-wait': ['close-wait'],
  'last-ack': ['last-ack'],
  closing: ['closing'],
  bound: ['bound-inactive'],
  'bound-inactive': ['bound-inactive'],
};

/** Reads `TIME_WAIT,close-wait`. Throws CliError (usage) for a word that is no state. */
export function parseStates(text: string): ReadonlySet<SocketState> {
  const states = new Set<SocketState>();
  for (const word of text.split(',')) {
    const name = word
      .toLowerCase()
      .replaceAll('_', '-')
      .replace(/wait(?=\d)/, 'wait-');
    const known = Object.hasOwn(STATES, name) ? STATES[name] : undefined;
    if (known === undefined) throw new CliError(EXIT.usage, describeUnknown(word, name));
    for (const state of known) states.add(state);
  }
  return states;
}

function describeUnknown(word: string, name: string): string {
  const [close] = closestNames(name, Object.keys(STATES), 1);
  const hint = close === undefined ? `it takes ${Object.keys(STATES).join(', ')}` : `did you mean ${close}?`;
  return `--state: "${word}" is no state of a socket; ${hint}`;
}
