import { hostname } from 'node:os';
import { assemble } from '../../../audit/assemble.ts';
import { CHECKS } from '../../../audit/checks/all.ts';
import { judgeHosts } from '../../../audit/policy/judge-hosts.ts';
import type { Policy } from '../../../audit/policy/policy.ts';
import { scopeOf } from '../../../audit/policy/policy-scope.ts';
import type { ProbePlan } from '../../../audit/probing/plan.ts';
import type { AuditResult } from '../../../audit/result.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { ServiceNamer } from '../../../sockets/service.ts';
import { renderAuditText } from '../../audit/report-text.ts';
import { hostsOf } from './hosts.ts';
import { readLocalMachine } from './local-machine.ts';
import { engineOf, failOnOf, namesOf, onlyOf, portsOf, rateOf, vantageOption } from './options.ts';
import { policyOf } from './policy-file.ts';
import { runProbes } from './run-probes.ts';
import { chooseTargets } from './targets.ts';
import { usualTcpPorts } from './usual-ports.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const result = await audit(input, context);
  const { width, style } = context;
  for (const line of renderAuditText(result, { width, style, all: input.has('all') })) context.stdout.line(line);
}

export async function audit(input: Input, context: Context): Promise<AuditResult> {
  const ids = CHECKS.map(({ description }) => description.id);
  const [only, asked] = [onlyOf(input, ids), portsOf(input)];
  const policy = await policyOf(input.value('policy'), ids);
  const hosts = await hostsOf(input.args, policy);
  const knowledge = openKnowledge();
  const machine = await readLocalMachine(knowledge, context);
  const { own, ownNetworks } = machine.interfaces;
  const scope = scopeOf(policy, own, ownNetworks, input.has('yes-authorised'));
  const ownName = hostname();
  const chosen = chooseTargets({
    hosts,
    ownName,
    machine,
    scope,
    now: context.now(),
    asked,
    usualTcp: usualTcpPorts(knowledge, CHECKS),
    questions: new Set(),
    checks: CHECKS,
    only,
  });
  const plan: ProbePlan = {
    targets: chosen.targets,
    scope,
    only,
    settings: settingsOf(input, policy),
    engine: engineOf(input),
    rate: rateOf(input),
    journal: input.value('resume'),
    fingerprints: input.value('fingerprints'),
  };
  const probed = await runProbes(plan, vantageOption(input), () => undefined, context);
  const namer = new ServiceNamer(knowledge, await openOverlay(input, context));
  const [ownHost] = chosen.ownHosts;
  const assembled = assemble(
    probed.targets,
    probed.ports,
    ownHost === undefined ? null : { host: ownHost, listeners: machine.listeners },
    (port, transport) => namer.nameOf(transport, port)?.name ?? null,
  );
  const failOn = failOnOf(input) ?? policy?.failOn ?? 'critical';
  const checks = new Map(CHECKS.map(({ description }) => [description.id, description]));
  const judgement = judgeHosts(
    assembled.hosts,
    { policy, failOn, checks, now: context.now() },
    assembled.disagreements,
  );
  return {
    hosts: judgement.hosts,
    findings: judgement.findings,
    refusals: chosen.refusals,
    gaps: [...machine.gaps, ...probed.gaps, ...judgement.gaps],
  };
}

function settingsOf(input: Input, policy: Policy | null): ProbePlan['settings'] {
  const zones = namesOf(input, 'zone');
  const [queryName = policy?.queryName ?? null] = namesOf(input, 'query-name');
  return {
    zones: zones.length > 0 ? zones : (policy?.zones ?? []),
    queryName,
    mayLeaveResidue: input.has('allow-residue'),
  };
}
