import { canonicalAddress } from '../../../audit/address.ts';
import type { Check } from '../../../audit/check.ts';
import { selectChecks } from '../../../audit/probing/choose-checks.ts';
import { facesOf, ownTargets } from '../../../audit/probing/own-targets.ts';
import type { ProbeTarget } from '../../../audit/probing/plan.ts';
import { addressesToAsk } from '../../../audit/reconcile.ts';
import { judgeAddress, type Refusal } from '../../../audit/scope/judge-address.ts';
import type { PortRangeOf } from '../../../audit/policy/policy.ts';
import type { Scope } from '../../../audit/scope/scope.ts';
import { vantageOf } from '../../../audit/vantage/vantage-of.ts';
import type { AuditedHost } from './hosts.ts';
import type { LocalMachine } from './local-machine.ts';
import type { AskedPorts } from './options.ts';
import { portsOfChecks } from './usual-ports.ts';

export interface TargetRequest {
  /** Empty: this machine. */
  readonly hosts: readonly AuditedHost[];
  readonly ownName: string;
  readonly machine: LocalMachine;
  readonly scope: Scope;
  readonly now: Date;
  /** What the command line asks for; null: the usual ports. */
  readonly asked: AskedPorts | null;
  /** Ports of the policy file that are asked besides, and that are never asked. */
  readonly included: readonly PortRangeOf[];
  readonly excluded: readonly PortRangeOf[];
  readonly usualTcp: readonly number[];
  /** UDP ports for which a question is known. */
  readonly questions: ReadonlySet<number>;
  readonly checks: readonly Check[];
  readonly only: readonly string[] | null;
}

export interface ChosenTargets {
  readonly targets: readonly ProbeTarget[];
  readonly refusals: readonly Refusal[];
  /** Names of hosts that are this machine: the kernel knows what listens there. */
  readonly ownHosts: readonly string[];
}

/** What to ask, within the scope: each address is judged here, and again by the guard when a packet is about to leave. */
export function chooseTargets(request: TargetRequest): ChosenTargets {
  const { hosts, ownName, scope, now, machine } = request;
  const refusals: Refusal[] = [];
  const ownHosts: string[] = hosts.length === 0 ? [ownName] : [];
  const isPermitted = ({ address }: ProbeTarget): boolean => judgeAddress(address, scope, now) === null;
  // Samba's nmbd listens at broadcast addresses, and programs may listen at addresses that are not here (ip(7),
  // IP_FREEBIND): they are listed, and nobody asked for a packet to be sent there.
  const targets: ProbeTarget[] = hosts.length === 0 ? ownMachine(request).filter(isPermitted) : [];
  const known = new Set<string>();
  for (const host of hosts) {
    for (const address of host.addresses) {
      const key = `${host.name} ${address}`;
      if (known.has(key)) continue;
      known.add(key);
      const refusal = judgeAddress(address, scope, now);
      if (refusal !== null) {
        refusals.push(refusal);
        continue;
      }
      const vantage = vantageOf(address, machine.interfaces);
      if (vantage === 'same-address' && !ownHosts.includes(host.name)) ownHosts.push(host.name);
      targets.push({ host: host.name, address, vantage, ...portsAt(address, host, request) });
    }
  }
  return { targets: targets.map((target) => withPolicy(target, request)), refusals, ownHosts };
}

/** With the ports that the policy file includes, and without those it excludes. */
function withPolicy(target: ProbeTarget, { included, excluded, asked, only }: TargetRequest): ProbeTarget {
  const extra = asked === null && only === null ? included : [];
  const of = (transport: 'tcp' | 'udp'): number[] => {
    const more = extra.filter((range) => range.transport === transport).flatMap(portsOf);
    const never = excluded.filter((range) => range.transport === transport);
    const all = [...new Set([...target[transport], ...more])];
    return all.filter((port) => !never.some(({ from, to }) => port >= from && port <= to));
  };
  return { ...target, tcp: of('tcp'), udp: of('udp') };
}

function portsOf({ from, to }: PortRangeOf): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function ownMachine(request: TargetRequest): ProbeTarget[] {
  const { ownName, machine, asked } = request;
  const { interfaces, listeners } = machine;
  if (asked === null && request.only === null) {
    return ownTargets({ host: ownName, interfaces, listeners, tcp: request.usualTcp, udp: request.questions });
  }
  const host = { name: ownName, addresses: facesOf(interfaces), policy: null };
  return ownTargets({
    host: ownName,
    interfaces,
    listeners: asked === null ? listeners : listeners.filter(({ port, transport }) => asked[transport].includes(port)),
    tcp: portsAt('', host, request).tcp,
    udp: request.questions,
  });
}

/** Ports of one address: asked, or usual, or those of the checks that are named; with what listens there or is expected. */
function portsAt(
  address: string,
  host: AuditedHost,
  { asked, only, usualTcp, questions, checks, machine }: TargetRequest,
): Pick<ProbeTarget, 'tcp' | 'udp' | 'told'> {
  const name = canonicalAddress(address);
  const listening = machine.listeners.filter((listener) =>
    addressesToAsk(listener, [address]).some((each) => canonicalAddress(each) === name),
  );
  const expected = host.policy?.expect ?? [];
  const told = [...listening, ...expected].map(({ port, transport }) => `${port}/${transport}`);
  const of = (transport: 'tcp' | 'udp'): number[] => {
    if (asked !== null) return [...asked[transport]];
    const known = [...listening, ...expected].filter((each) => each.transport === transport).map(({ port }) => port);
    const usual = transport === 'tcp' ? usualTcp : [...questions];
    return [...known, ...(only === null ? usual : portsOfChecks(selectChecks(checks, only), transport))];
  };
  const udp = of('udp').filter((port) => questions.has(port));
  return { tcp: [...new Set(of('tcp'))], udp: [...new Set(udp)], told: [...new Set(told)] };
}
