import { closestNames } from '../../knowledge/closest-names.ts';
import { parsePortKey } from '../../net/port.ts';
import { parsePrefix } from '../../net/prefix.ts';
import { readYaml } from '../../yaml/read-yaml.ts';
import type { Path, YamlFault } from '../../yaml/yaml-file.ts';
import { canonicalAddress } from '../address.ts';
import type { Anchor } from '../result.ts';
import { endOfDay } from './days.ts';
import { PolicyError } from './policy-error.ts';
import type { ExpectedPort, Policy, PolicyHost, PolicyWaiver, PortRangeOf } from './policy.ts';
import { POLICY_KEYS, policySchema, type PolicyText } from './schema.ts';

type HostText = PolicyText['hosts'][number];
type AnchorOf = (path: Path) => Anchor;

/** Rules of the comparison itself, which waivers may name. */
const RULES = ['audit.unexpected-port', 'audit.missing-port', 'audit.wrong-service', 'audit.parity'];
const MAX_FAULTS = 10;

/**
 * Understands a policy file; `checks` are the ids there are. Throws PolicyError with every fault in it, one a line, as
 * compilers print them.
 */
export function readPolicy(path: string, text: string, checks: readonly string[]): Policy {
  const result = readYaml(text, policySchema);
  if ('faults' in result) throw failure(path, result.faults.map(withSuggestion));
  const { value, at } = result;
  const faults = [...namesTwice(value, at), ...portsTwice(value, at), ...unknownChecks(value, at, checks)];
  if (faults.length > 0) throw failure(path, faults);
  return policyOf(path, value, (part) => ({ path, ...at(part) }));
}

function failure(path: string, faults: readonly YamlFault[]): PolicyError {
  const lines = faults.slice(0, MAX_FAULTS).map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);
  if (faults.length > MAX_FAULTS) lines.push(`and ${faults.length - MAX_FAULTS} more`);
  return new PolicyError(lines.join('\n'));
}

/** A key that nobody knows is mostly one that somebody misspelt. */
function withSuggestion(fault: YamlFault): YamlFault {
  const key = /Unrecognized key: "([^"]{1,40})"$/.exec(fault.message)?.[1];
  const [near] = key === undefined ? [] : closestNames(key, POLICY_KEYS, 1);
  return near === undefined ? fault : { ...fault, message: `${fault.message}, did you mean "${near}"?` };
}

function namesTwice({ hosts }: PolicyText, at: (path: Path) => YamlPosition): YamlFault[] {
  const known = new Set<string>();
  return hosts.flatMap(({ name }, index) => {
    const isKnown = known.has(name);
    known.add(name);
    return isKnown ? [{ ...at(['hosts', index, 'name']), message: `there are two hosts "${name}"` }] : [];
  });
}

function portsTwice({ hosts }: PolicyText, at: (path: Path) => YamlPosition): YamlFault[] {
  return hosts.flatMap(({ expect = [] }, host) => {
    const known = new Set<string>();
    return expect.flatMap(({ port }, index) => {
      const isKnown = known.has(port);
      known.add(port);
      const place = ['hosts', host, 'expect', index, 'port'];
      return isKnown ? [{ ...at(place), message: `${port} is expected twice` }] : [];
    });
  });
}

type YamlPosition = Omit<YamlFault, 'message'>;

function unknownChecks({ hosts }: PolicyText, at: (path: Path) => YamlPosition, checks: readonly string[]) {
  const faults: YamlFault[] = [];
  const look = (id: string, known: readonly string[], place: Path): void => {
    if (known.includes(id)) return;
    const [near] = closestNames(id, known, 1);
    const hint = near === undefined ? 'portolan help audit-checks has them' : `did you mean ${near}?`;
    faults.push({ ...at(place), message: `there is no check ${id}; ${hint}` });
  };
  for (const [host, { expect = [], waive = [] }] of hosts.entries()) {
    for (const [index, { checks: expected = {} }] of expect.entries()) {
      for (const id of Object.keys(expected)) look(id, checks, ['hosts', host, 'expect', index, 'checks', id]);
    }
    for (const [index, { check }] of waive.entries()) {
      if (check !== undefined) look(check, [...checks, ...RULES], ['hosts', host, 'waive', index, 'check']);
    }
  }
  return faults;
}

function policyOf(path: string, text: PolicyText, anchor: AnchorOf): Policy {
  const { allow = [], authorised = [] } = text.scope ?? {};
  return {
    path,
    allow: allow.flatMap((one) => parsePrefix(one) ?? []),
    authorities: authorised.map(({ addresses, by, reference, until }) => ({
      prefixes: addresses.flatMap((one) => parsePrefix(one) ?? []),
      by,
      reference,
      until: endOfDay(until),
    })),
    hosts: text.hosts.map((host, index) => hostOf(host, (part) => anchor(['hosts', index, ...part]))),
    dhcp: text.dhcp ?? null,
    zones: text.zones,
    queryName: text.queryName ?? null,
    vantage: text.vantage,
    include: text.include.flatMap(rangeOf),
    exclude: text.exclude.flatMap(rangeOf),
    failOn: text.failOn,
    at: anchor(['hosts']),
  };
}

function hostOf(host: HostText, anchor: AnchorOf): PolicyHost {
  const { name, address = [], expect = [], unexpected, missing, parity, waive = [] } = host;
  return {
    name,
    addresses: address.map(canonicalAddress),
    expect: expect.flatMap((one, index) => expectedOf(one, (part) => anchor(['expect', index, ...part]))),
    unexpected,
    missing,
    isParityAsked: parity !== undefined,
    waivers: waive.map((one, index) => waiverOf(one, anchor(['waive', index]))),
    at: anchor([]),
  };
}

function expectedOf(text: NonNullable<HostText['expect']>[number], anchor: AnchorOf): ExpectedPort[] {
  const { port, service = null, product = null, notBefore = null, checks = {} } = text;
  return rangeOf(port).map(({ from, transport }) => ({
    port: from,
    transport,
    service,
    product,
    notBefore,
    checks,
    at: anchor([]),
    checksAt: Object.fromEntries(Object.keys(checks).map((id) => [id, anchor(['checks', id])])),
  }));
}

function waiverOf(text: NonNullable<HostText['waive']>[number], at: Anchor): PolicyWaiver {
  const { check = null, port, until, reason } = text;
  return { check, ports: port === undefined ? null : (rangeOf(port)[0] ?? null), until, reason, at };
}

function rangeOf(text: string): PortRangeOf[] {
  const key = parsePortKey(text);
  if (key === null || (key.transport !== 'tcp' && key.transport !== 'udp')) return [];
  return [{ from: key.from, to: key.to, transport: key.transport }];
}
