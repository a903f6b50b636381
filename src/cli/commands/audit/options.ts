import { parsePortRange } from '../../../net/port.ts';
import { closestNames } from '../../../knowledge/closest-names.ts';
import { SEVERITIES, type Severity } from '../../../findings/finding.ts';
import { isHostName } from '../../../audit/targets.ts';
import type { Input } from '../../command.ts';
import { CliError, EXIT } from '../../exit-code.ts';

/** Ports that the command line asks for. */
export interface AskedPorts {
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
}

/** The ports of --ports or --all-ports; null where the usual ones are meant. */
export function portsOf(input: Input): AskedPorts | null {
  if (input.has('all-ports')) return { tcp: range(1, 65_535), udp: [] };
  const text = input.value('ports');
  if (text === null) return null;
  const tcp = new Set<number>();
  const udp = new Set<number>();
  for (const part of text.split(',').filter((each) => each.trim() !== '')) {
    const [, ports = '', transport = 'tcp'] = /^\s*([\d-]+)(?:\/(tcp|udp))?\s*$/.exec(part) ?? [];
    const asked = parsePortRange(ports);
    if (asked === null || asked.from === 0) {
      throw usage(`--ports takes ports from 1 to 65535 such as 22,8000-8010,53/udp, and got "${part.trim()}"`);
    }
    for (const port of range(asked.from, asked.to)) (transport === 'udp' ? udp : tcp).add(port);
  }
  if (tcp.size + udp.size === 0) throw usage('--ports names no port; write 22,80,8000-8010 or 53/udp');
  return { tcp: [...tcp], udp: [...udp] };
}

/** The checks of --only, each known; null where all are meant. `ids`: of all checks there are. */
export function onlyOf(input: Input, ids: readonly string[]): string[] | null {
  const text = input.value('only');
  if (text === null) return null;
  if (text.trim() === 'none') return [];
  const known = new Set([...ids, ...ids.map((id) => id.slice(0, id.indexOf('.')))]);
  const words = listOf(text);
  if (words.length === 0) throw usage('--only names no check; portolan help audit-checks lists them');
  for (const word of words) {
    if (known.has(word)) continue;
    const [close] = closestNames(word, [...known], 1);
    const hint = close === undefined ? 'portolan help audit-checks lists them' : `did you mean ${close}?`;
    throw usage(`--only knows no check "${word}"; ${hint}`);
  }
  return words;
}

export function failOnOf(input: Input): Severity | null {
  const text = input.value('fail-on');
  if (text === null) return null;
  const severity = SEVERITIES.find((one) => one === text);
  if (severity !== undefined) return severity;
  throw usage(`--fail-on takes ${SEVERITIES.join(', ')}, and got "${text}"`);
}

export function vantageOption(input: Input): 'direct' | 'netns' {
  return oneOf(input, 'vantage', ['direct', 'netns']);
}

export function engineOf(input: Input): 'default' | 'fast' {
  return oneOf(input, 'engine', ['default', 'fast']);
}

export function rateOf(input: Input): number | null {
  const text = input.value('rate');
  if (text === null) return null;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw usage(`--rate takes probes a second, from 1 to 999999, and got "${text}"`);
}

/** DNS names with commas. */
export function namesOf(input: Input, flag: 'zone' | 'query-name'): string[] {
  return listOf(input.value(flag) ?? '').map((name) => {
    if (isHostName(name)) return name.replace(/\.$/, '');
    throw usage(`--${flag} takes DNS names such as lab.example, and got "${name}"`);
  });
}

function oneOf<const Value extends string>(input: Input, flag: string, values: readonly [Value, ...Value[]]): Value {
  const text = input.value(flag) ?? values[0];
  const value = values.find((each) => each === text);
  if (value !== undefined) return value;
  throw usage(`--${flag} takes ${values.join(' or ')}, and got "${text}"`);
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function usage(message: string): CliError {
  return new CliError(EXIT.usage, message);
}
