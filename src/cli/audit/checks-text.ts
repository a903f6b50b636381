import type { Verdict } from '../../audit/check.ts';
import type { CheckResult, HostResult, PortResult } from '../../audit/result.ts';
import type { Style } from '../style.ts';
import { paragraph, plural } from './lines.ts';

interface Said {
  readonly port: PortResult;
  readonly result: CheckResult;
}

const WORDS: Readonly<Record<Verdict, string>> = {
  exposed: 'exposed',
  'not-exposed': 'not exposed',
  inconclusive: 'inconclusive',
  'not-applicable': 'not applicable',
};
const INDENT = 16;

/** What the checks of a host said: a sum, and a line for each that settled nothing. `all`: a line for each check. */
export function checksText({ ports }: HostResult, all: boolean, width: number, style: Style): string[] {
  const said = ports.flatMap((port) => port.checks.map((result): Said => ({ port, result })));
  if (said.length === 0) return [];
  const counts = (Object.keys(WORDS) as Verdict[]).flatMap((verdict) => {
    const count = said.filter(({ result }) => result.verdict === verdict).length;
    return count === 0 ? [] : [`${count.toLocaleString('en-US')} ${WORDS[verdict]}`];
  });
  const told = once(said.filter(({ result }) => all || result.verdict === 'inconclusive'));
  return [
    style.dim(`  ${plural(said.length, 'check')}: ${counts.join(', ')}`),
    ...told.flatMap(({ port, result }) => lineOf(port, result, width, style)),
  ];
}

/** The same of another address of the host is no news. */
function once(said: readonly Said[]): Said[] {
  const known = new Set<string>();
  return said.filter(({ port, result }) => {
    const key = `${port.port}/${port.transport} ${result.check} ${result.verdict}`;
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}

function lineOf(port: PortResult, { verdict, check, summary }: CheckResult, width: number, style: Style): string[] {
  const head = `  ${WORDS[verdict]}`;
  const paintHead = verdict === 'exposed' ? style.danger : verdict === 'inconclusive' ? style.warning : style.dim;
  return paragraph(head, INDENT + 2, `${port.port}/${port.transport} ${check}: ${summary}`, width, { paintHead });
}
