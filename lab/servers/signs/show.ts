import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { LAB_CODE } from '../cache.ts';
import type { Lab } from '../lab.ts';
import { BINARY_SIGNS } from './binary.ts';
import type { Sign } from './sign.ts';
import { CANARY_PORT, CANARY_WORD, TEXT_SIGNS } from './text.ts';

const MAX_ANSWERS_BYTES = 16 * 1024 * 1024;

/** A server whose answer is not that of the state its name says. */
export interface WrongSign {
  readonly name: string;
  readonly port: number;
  readonly said: string;
}

/** The signs of a server; none for a hostile one, whose state is to have none. */
export function signsOf(name: string): readonly Sign[] {
  return TEXT_SIGNS[name] ?? BINARY_SIGNS[name] ?? [];
}

/** Asks an address from outside, and gives what each of the signs got, in latin1. */
export function answersTo(lab: Lab, asked: readonly { readonly address: string; readonly sign: Sign }[]): string[] {
  const signs = asked.map(({ address, sign }) => ({ ...sign, address, until: sign.answer?.source }));
  const [program, args] = lab.enterOutside([process.execPath, join(LAB_CODE, 'servers/signs/ask.mjs')]);
  const input = JSON.stringify({
    signs,
    canary: { port: CANARY_PORT, word: CANARY_WORD },
    outside: lab.network.outsideAddress,
  });
  const { stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: MAX_ANSWERS_BYTES });
  if (stdout === '') throw new Error(`lab: nobody could be asked: ${stderr}`);
  return JSON.parse(stdout) as string[];
}

/** Asks every server of a lab for its signs, from outside, and gives those that are not what their names say. */
export function wrongSigns(lab: Lab): WrongSign[] {
  const asked = lab.servers.flatMap(({ server: { name }, host: { address } }) =>
    signsOf(name).map((sign) => ({ name, address, sign })),
  );
  const answers = answersTo(lab, asked);
  return asked.flatMap(({ name, sign }, index) => {
    const said = answers[index] ?? '';
    return holds(sign, said) ? [] : [{ name, port: sign.port, said }];
  });
}

function holds({ answer, absent }: Sign, said: string): boolean {
  if (answer === null) return said === '';
  return answer.test(said) && absent?.test(said) !== true;
}
