import type { Input } from '../../command.ts';

/** The letters whose defaults people know from ss and netstat. */
const LETTERS = ['tcp', 'udp', 'listening', 'all', 'numeric', 'processes', 'extended', 'ipv4', 'ipv6'];

/** Without any of them everything is shown. */
export function hasLetters(input: Input): boolean {
  return LETTERS.some((letter) => input.has(letter));
}
