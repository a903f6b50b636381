import { parseIp } from '../../net/prefix.ts';
import { reachOf } from '../address.ts';
import type { HostResult } from '../result.ts';
import { dayOf } from './days.ts';
import { serviceNameOf } from './judge-ports.ts';
import { portGroups, type PortGroup } from './port-groups.ts';
import { portName } from './words.ts';

/** What is exposed on the day of the baseline is excused for so long. */
const WAIVED_DAYS = 90;
const DAY = 86_400_000;
const MAX_COMMENT = 100;

/**
 * A policy file that agrees to what is there now: the baseline of `audit init`. Exposures are excused for 90 days, so that
 * the first audit by it passes and they are not forgotten. The same results give the same text.
 */
export function writePolicy(hosts: readonly HostResult[], now: Date): string {
  const names = uniqueNames(hosts);
  const sorted = hosts
    .map((host, index) => ({ host, name: names[index] ?? '' }))
    .sort((a, b) => compare(a.name, b.name));
  const until = dayOf(new Date(now.getTime() + WAIVED_DAYS * DAY));
  const lines = [
    `# What answered on ${dayOf(now)}, written by portolan audit init. Read it: what is in it is agreed to.`,
    '# portolan audit --policy FILE compares with it; portolan schema policy explains every field.',
    'version: 1',
    ...scopeLines(hosts),
    hosts.length === 0 ? 'hosts: []' : 'hosts:',
    ...sorted.flatMap(({ host, name }) => hostLines(host, name, until)),
  ];
  return `${lines.join('\n')}\n`;
}

function scopeLines(hosts: readonly HostResult[]): string[] {
  const addresses = [...new Set(hosts.flatMap((host) => host.addresses.map(({ address }) => address)))].sort(compare);
  const reach = (text: string): string | null => {
    const address = parseIp(text);
    return address === null ? null : reachOf(address);
  };
  const allowed = addresses.filter((one) => !['public', 'loopback', null].includes(reach(one)));
  const open = addresses.filter((one) => reach(one) === 'public');
  if (allowed.length === 0 && open.length === 0) return [];
  return [
    'scope:',
    `  allow: [${allowed.map(scalar).join(', ')}]`,
    ...(open.length === 0
      ? []
      : [
          '  # Public addresses need somebody who said so, unless they are this machine’s own:',
          `  # authorised: [{ addresses: [${open.map(scalar).join(', ')}], by: WHO, reference: TICKET, until: YYYY-MM-DD }]`,
        ]),
  ];
}

function hostLines(host: HostResult, name: string, until: string): string[] {
  const addresses = [...new Set(host.addresses.map(({ address }) => address))].filter((one) => parseIp(one) !== null);
  const groups = portGroups(host).filter(({ open }) => open.length > 0);
  const waivers = groups.flatMap((group) => waiverLines(group, until));
  return [
    `  - name: ${scalar(name)}`,
    ...(addresses.length === 0 ? [] : [`    address: [${addresses.sort(compare).map(scalar).join(', ')}]`]),
    groups.length === 0 ? '    expect: []' : '    expect:',
    ...groups.map(expectLine),
    '    unexpected: fail # any other port that answers',
    '    missing: warn # an expected port that does not',
    ...(waivers.length === 0 ? [] : ['    waive: # to be repaired, or agreed to anew, by that day', ...waivers]),
  ];
}

function expectLine(group: PortGroup): string {
  const fields = [`port: ${portName(group)}`];
  const service = sharedService(group);
  if (service !== null) fields.push(`service: ${scalar(service)}`);
  const product = service === null ? null : sharedProduct(group);
  if (product !== null) fields.push(`product: ${scalar(product)}`);
  const kept = settledChecks(group);
  if (kept.length > 0) fields.push(`checks: { ${kept.map((id) => `${id}: not-exposed`).join(', ')} }`);
  const comment = commentOn(group);
  return `      - { ${fields.join(', ')} }${comment === '' ? '' : ` # ${comment}`}`;
}

/** Who holds it, or how it names itself. */
function commentOn({ open }: PortGroup): string {
  const listener = open.find((port) => port.listener !== null)?.listener ?? null;
  const version = open.find(({ service }) => service?.version != null)?.service?.version ?? null;
  const parts = [
    listener?.process == null ? null : `held by ${listener.process}, ${listener.exposure}`,
    version === null ? null : `version ${version}`,
  ];
  return plainText(parts.filter((part) => part !== null).join('; ')).slice(0, MAX_COMMENT);
}

const SERVICE_NAME = /^[A-Za-z0-9][A-Za-z0-9+._-]{0,63}$/;

/** What all addresses agree on, where it was spoken and not only guessed. */
function sharedService({ open }: PortGroup): string | null {
  const services = open.flatMap(({ service }) => service ?? []);
  const names = new Set(services.map(serviceNameOf));
  const [name] = names;
  const isCertain = services.length === open.length && services.every(({ confidence }) => confidence === 'certain');
  return name !== undefined && names.size === 1 && isCertain && SERVICE_NAME.test(name) ? name : null;
}

function sharedProduct({ open }: PortGroup): string | null {
  const products = new Set(open.flatMap(({ service }) => service?.product ?? []));
  const [product] = products;
  // What cannot be written as it is would not be found again.
  const isPlain = product !== undefined && product.trim() === product && plainText(product) === product;
  return products.size === 1 && isPlain && product !== '' && product.length <= 100 ? product : null;
}

/** Checks that said on every address that all is well: they have to go on saying so. */
function settledChecks({ open }: PortGroup): string[] {
  const results = open.flatMap(({ checks }) => checks);
  const ids = [...new Set(results.map(({ check }) => check))].sort(compare);
  return ids.filter((id) => results.every(({ check, verdict }) => check !== id || verdict === 'not-exposed'));
}

function waiverLines(group: PortGroup, until: string): string[] {
  const exposed = group.open.flatMap(({ checks }) => checks.filter(({ verdict }) => verdict === 'exposed'));
  return [...new Set(exposed.map(({ check }) => check))]
    .sort(compare)
    .map(
      (id) => `      - { check: ${id}, port: ${portName(group)}, until: ${until}, reason: found by the first audit }`,
    );
}

/** Names as the policy file takes them, each once. */
function uniqueNames(hosts: readonly HostResult[]): string[] {
  const taken = new Set<string>();
  return hosts.map(({ name }) => {
    const plain = name
      .replace(/[^A-Za-z0-9._:-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 200);
    const base = plain === '' ? 'host' : plain;
    let unique = base;
    for (let count = 2; taken.has(unique); count++) unique = `${base}-${count}`;
    taken.add(unique);
    return unique;
  });
}

const KEYWORDS = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);

/** A text as YAML takes it for a text. */
function scalar(text: string): string {
  const isPlain = /^(?:[A-Za-z][A-Za-z0-9._-]*|\d+\.\d+\.\d+\.\d+)$/.test(text) && !KEYWORDS.has(text.toLowerCase());
  return isPlain ? text : JSON.stringify(text);
}

/** Banners are other people's: what does not print in ASCII becomes a question mark. */
function plainText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
