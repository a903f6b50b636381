import { CHECKS } from '../../src/audit/checks/all.ts';
import type { CheckResult, HostResult, PortResult } from '../../src/audit/result.ts';
import type { Lab } from '../servers/lab.ts';
import type { RunningServer } from '../servers/running-server.ts';
import type { Verdict } from '../servers/truth.ts';
import type { LabAudit } from './audit-from.ts';

const DESCRIPTIONS = new Map<string, (typeof CHECKS)[number]['description']>(
  CHECKS.map(({ description }) => [description.id, description]),
);

/** A check of a network: its answers stand in a host without addresses. */
const OF_NETWORK = 'dhcp.rogue';

interface Said {
  readonly verdict: Verdict;
  readonly summary: string;
}

/** What an audit from outside says otherwise than the truth, in lines; `sums` counts what is right and wrong. */
export function wrongFromOutside(lab: Lab, { hosts }: LabAudit): { wrong: string[]; right: number } {
  let right = 0;
  const wrong: string[] = [];
  for (const running of lab.servers) {
    const { server, host } = running;
    const addresses = server.isIPv4Only === true ? [host.address] : [host.address, host.address6];
    for (const [check, wanted] of Object.entries(server.expect)) {
      for (const address of addresses) {
        const results = resultsOf(running, check, hosts, address);
        const said = results.length > 0 ? results : withoutResult(running, check, hosts, address);
        if (said.length > 0 && said.every(({ verdict }) => isRight(verdict, wanted, server.name))) right++;
        else wrong.push(inWords(server.name, address, check, wanted, said));
      }
    }
  }
  return { wrong, right };
}

/** What an audit of a host from itself says against the truth: inconclusive is always right there. */
export function wrongFromInside(lab: Lab, { hosts }: LabAudit, of: HostResult['name']): string[] {
  return lab.servers.flatMap((running) => {
    const { server, host } = running;
    if (host.address !== of) return [];
    return Object.entries(server.expect).flatMap(([check, wanted]) =>
      hosts.flatMap(({ name }) => {
        if (check === OF_NETWORK) return [];
        const said = resultsOf(running, check, hosts, name).filter(
          ({ verdict }) => verdict !== 'inconclusive' && !isRight(verdict, wanted, server.name),
        );
        return said.length === 0 ? [] : [inWords(server.name, name, check, wanted, said)];
      }),
    );
  });
}

/** Checks that did more than they had declared, in lines. */
export function beyondBudget({ hosts }: LabAudit): string[] {
  return everyResult(hosts).flatMap(({ check, rounds, bytesIn, bytesOut }) => {
    const budget = DESCRIPTIONS.get(check)?.budget;
    const isWithin =
      budget !== undefined &&
      rounds <= budget.maxRounds &&
      bytesIn <= budget.maxBytesIn &&
      bytesOut <= budget.maxBytesOut;
    return isWithin ? [] : [`${check}: ${rounds} rounds, ${bytesIn} bytes in, ${bytesOut} bytes out`];
  });
}

/** Characters that a terminal would act upon; a line feed ends a line. */
export function controlCharacters(text: string): string[] {
  return [...new Set(text.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/gu) ?? [])].map(
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

function everyResult(hosts: readonly HostResult[]): CheckResult[] {
  return hosts.flatMap(({ ports }) => ports.flatMap(({ checks }) => checks));
}

/** What a check said of a server at one address. */
function resultsOf(running: RunningServer, check: string, hosts: readonly HostResult[], address: string): Said[] {
  if (check === OF_NETWORK) {
    const network = hosts.find(({ addresses }) => addresses.length === 0);
    return (network?.ports ?? []).flatMap(({ checks }) => checks);
  }
  return portsOf(running, hosts, address).flatMap(({ checks }) => checks.filter((result) => result.check === check));
}

function portsOf({ server }: RunningServer, hosts: readonly HostResult[], address: string): PortResult[] {
  const isOwn = (port: PortResult): boolean =>
    server.services.some((service) => service.port === port.port && service.transport === port.transport);
  return (hosts.find(({ name }) => name === address)?.ports ?? []).filter(isOwn);
}

/** A check that did not run: another service was recognised, or nobody answers, which exposes nothing. */
function withoutResult(running: RunningServer, check: string, hosts: readonly HostResult[], address: string): Said[] {
  const { services = [], ports: usual = [], transport = 'tcp' } = DESCRIPTIONS.get(check) ?? {};
  const ports = portsOf(running, hosts, address).filter(
    (port) => port.transport === transport && usual.includes(port.port),
  );
  const other = ports.find(({ service }) => service?.confidence === 'certain' && !services.includes(service.name));
  if (other !== undefined) return [{ verdict: 'not-applicable', summary: `${other.service?.name} answers` }];
  if (ports.every(({ state }) => state !== 'open')) return [{ verdict: 'not-exposed', summary: 'nobody answers' }];
  return [];
}

/** Of a hostile server it is as right to say that it is another one. */
function isRight(verdict: Verdict, wanted: Verdict, server: string): boolean {
  if (verdict === wanted) return true;
  return server.startsWith('hostile-') && wanted === 'inconclusive' && verdict === 'not-applicable';
}

function inWords(server: string, address: string, check: string, wanted: Verdict, said: readonly Said[]): string {
  const what = said.map(({ verdict, summary }) => `${verdict} (${summary})`).join(', ') || 'nothing';
  return `${server} at ${address}: ${check} says ${what}, not ${wanted}`;
}
