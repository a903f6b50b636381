import { hostname } from 'node:os';
import { assemble, portAsItComes, type Assembled, type PortNamer } from '../../../audit/assemble.ts';
import type { CheckDescription } from '../../../audit/check.ts';
import { CHECKS } from '../../../audit/checks/all.ts';
import { UDP_PAYLOADS } from '../../../audit/engine/udp-payloads.ts';
import type { Interfaces } from '../../../audit/network/own-addresses.ts';
import { judgeHosts } from '../../../audit/policy/judge-hosts.ts';
import { scopeOf } from '../../../audit/policy/policy-scope.ts';
import type { ExpectedPort, Policy } from '../../../audit/policy/policy.ts';
import { isNamed } from '../../../audit/probing/choose-checks.ts';
import type { ProbePlan } from '../../../audit/probing/plan.ts';
import type { AuditResult, LocalListener, PortResult } from '../../../audit/result.ts';
import { ServiceNamer } from '../../../sockets/service.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { hostsOf } from './hosts.ts';
import { readLocalMachine } from './local-machine.ts';
import { engineOf, failOnOf, namesOf, onlyOf, portsOf, rateOf, vantageOption, type AskedPorts } from './options.ts';
import { policyOf } from './policy-file.ts';
import { runProbes } from './run-probes.ts';
import { chooseTargets } from './targets.ts';
import { usualTcpPorts } from './usual-ports.ts';

export const DESCRIPTIONS: ReadonlyMap<string, CheckDescription> = new Map(
  CHECKS.map(({ description }) => [description.id, description]),
);

/** An audit that was made, and what the command line has to know of it besides. */
export interface Performed {
  readonly result: AuditResult;
  readonly policy: Policy | null;
  readonly wasInterrupted: boolean;
  /** What was agreed and could not be settled: then the policy is not met for certain. */
  readonly isUnsettled: boolean;
}

/** Told each port as soon as it is known; its `expectation` is not, before all are. */
export type OnPort = (host: string, port: PortResult) => void;

/**
 * Does what the command line asks for: chooses what to ask, asks, puts it together and judges it. Throws CliError.
 */
export async function perform(input: Input, context: Context, onPort: OnPort = () => undefined): Promise<Performed> {
  if (context.environment['PORTOLAN_ROOT'] !== undefined) {
    throw new CliError(
      EXIT.couldNotLook,
      'audit asks this machine, and PORTOLAN_ROOT shows the tables of another: unset it',
    );
  }
  const ids = [...DESCRIPTIONS.keys()];
  // All of the command line is read before anything is sent.
  const [only, asked, settled] = [onlyOf(input, ids), portsOf(input), settingsOf(input)];
  const [failOnFlag, vantageFlag] = [failOnOf(input), vantageOption(input)];
  const [engine, rate] = [engineOf(input), rateOf(input)];
  const policy = askedPart(await policyOf(input.value('policy'), ids), asked, only);
  const knowledge = openKnowledge();
  const machine = await readLocalMachine(knowledge, context);
  const { own, ownNetworks, addresses } = machine.interfaces;
  const ownName = hostname();
  const hosts = await hostsOf(input.args, policy, {
    name: ownName,
    // With a zone an address is of one interface, and what listens at it is asked where no target is named.
    addresses: addresses.filter(({ isLinkLocal }) => !isLinkLocal).map(({ address }) => address),
  });
  const scope = scopeOf(policy, own, ownNetworks, input.has('yes-authorised'));
  const chosen = chooseTargets({
    hosts,
    ownName,
    machine,
    scope,
    now: context.now(),
    asked,
    excluded: policy?.exclude ?? [],
    included: policy?.include ?? [],
    usualTcp: usualTcpPorts(knowledge, CHECKS),
    questions: new Set(UDP_PAYLOADS.keys()),
    checks: CHECKS,
    only,
  });
  const plan: ProbePlan = {
    targets: chosen.targets,
    scope,
    only,
    settings: {
      zones: settled.zones.length > 0 ? settled.zones : (policy?.zones ?? []),
      queryName: settled.queryName ?? policy?.queryName ?? null,
      mayLeaveResidue: input.has('allow-residue'),
      ...(policy?.dhcp != null && { dhcp: policy.dhcp }),
    },
    dhcpFrom: dhcpFrom(policy, only, machine.interfaces),
    engine,
    rate,
    journal: input.value('resume'),
    fingerprints: input.value('fingerprints'),
  };
  const vantage = input.value('vantage') === null && policy !== null ? policy.vantage : vantageFlag;
  const namer = new ServiceNamer(knowledge, await openOverlay(input, context));
  const nameOf: PortNamer = (port, transport) => namer.nameOf(transport, port)?.name ?? null;
  const isAsked = isAskedOf(asked, only);
  const known = { hosts: chosen.ownHosts, listeners: machine.listeners };
  const probed = await runProbes(plan, vantage, context, (port) => {
    onPort(port.host, portAsItComes(port, known, nameOf));
  });
  const withListeners = (listeners: readonly LocalListener[]): Assembled =>
    assemble(probed.targets, probed.ports, { hosts: chosen.ownHosts, listeners, isTold: isAsked }, nameOf);
  let assembled = withListeners(machine.listeners);
  // What began or ended to listen in the meantime is no disagreement.
  if (assembled.disagreements.length > 0) {
    assembled = withListeners((await readLocalMachine(knowledge, context)).listeners);
  }
  const failOn = failOnFlag ?? policy?.failOn ?? null;
  const judging = { policy, failOn, checks: DESCRIPTIONS, now: context.now() };
  const judgement = judgeHosts(assembled.hosts, judging, assembled.disagreements);
  // Who names targets does not mean the others.
  const notAudited =
    input.args.length > 0 ? [] : judgement.notAudited.map((name) => `${name} of the policy file was not audited`);
  return {
    result: {
      hosts: judgement.hosts,
      findings: judgement.findings,
      refusals: chosen.refusals,
      gaps: [...(chosen.ownHosts.length > 0 ? machine.gaps : []), ...probed.gaps, ...judgement.gaps, ...notAudited],
      notes: probed.notes,
    },
    policy,
    wasInterrupted: probed.wasInterrupted,
    isUnsettled: probed.gaps.length + judgement.gaps.length > 0,
  };
}

/** What was agreed of the ports that are asked, and of the checks that run: of others this audit says nothing. */
function askedPart(policy: Policy | null, asked: AskedPorts | null, only: readonly string[] | null): Policy | null {
  if (policy === null) return null;
  const isAsked = ({ transport, port }: ExpectedPort): boolean => asked?.[transport].includes(port) ?? true;
  const withChecks = (line: ExpectedPort): ExpectedPort => {
    if (only === null) return line;
    const checks = Object.entries(line.checks).filter(([id]) => isNamed(id, only));
    return { ...line, checks: Object.fromEntries(checks) };
  };
  const hosts = policy.hosts.map((host) => ({ ...host, expect: host.expect.filter(isAsked).map(withChecks) }));
  return { ...policy, hosts };
}

/** Listeners that are told of, though nothing is sent to them: all, unless ports or checks are named. */
function isAskedOf(asked: AskedPorts | null, only: readonly string[] | null): (listener: LocalListener) => boolean {
  return ({ transport, port }) => (asked === null ? only === null : asked[transport].includes(port));
}

function settingsOf(input: Input): { readonly zones: readonly string[]; readonly queryName: string | null } {
  const [queryName = null] = namesOf(input, 'query-name');
  return { zones: namesOf(input, 'zone'), queryName };
}

/** Where DHCP servers are asked for: on the interface of the policy file, unless other checks are named. */
function dhcpFrom(
  policy: Policy | null,
  only: readonly string[] | null,
  { addresses }: Interfaces,
): ProbePlan['dhcpFrom'] {
  if (policy?.dhcp == null || (only !== null && !only.includes('dhcp') && !only.includes('dhcp.rogue'))) return null;
  const { interface: name } = policy.dhcp;
  const own = addresses.find((each) => each.interface === name && each.family === 4);
  return { host: `the network of ${name}`, address: own?.address ?? '0.0.0.0' };
}
