import type { FindingConfidence, Severity } from '../../findings/finding.ts';
import type { Dossier, Risk, RiskLevel } from '../../knowledge/dossier.ts';
import type { Exposure } from '../exposure.ts';
import type { Listener } from '../listener.ts';
import { findingOn, processNames, type ListenerRule } from './rule.ts';

/** Below this the dossier says "note it", which is no finding. */
const WORTH_A_LOOK: RiskLevel = 2;
const SEVERITY: Readonly<Record<RiskLevel, Severity>> = { 0: 'info', 1: 'info', 2: 'low', 3: 'medium', 4: 'high' };

/**
 * A service that its dossier calls risky at the distance from which this one can be reached. The number is the
 * occasion, not the proof: confidence rests on whether the process is one that usually provides the service.
 */
export const exposedService: ListenerRule = {
  id: 'sockets.exposed-service',
  judge(listener, snapshot) {
    const { dossier } = listener;
    if (dossier?.risk === undefined) return null;
    const level = levelAt(dossier.risk, listener.exposure);
    const match = matchProcess(dossier, listener);
    if (level < WORTH_A_LOOK || match === 'another') return null;
    const name = dossier.shortName ?? dossier.title;
    return findingOn(this, listener, snapshot, {
      severity: SEVERITY[level],
      confidence: CONFIDENCE[match],
      title:
        match === 'usual'
          ? `${name} is ${listener.exposureReason}`
          : `${listener.port}/${listener.transport} is ${listener.exposureReason}; if it is ${name}, it is risky`,
      meaning: dossier.risk.why,
      advice: dossier.advice.filter((advice) => advice.audience === 'host').map((advice) => advice.do),
      references: dossier.risk.sources,
    });
  },
};

type ProcessMatch = 'usual' | 'unseen' | 'undescribed' | 'another';

const CONFIDENCE: Readonly<Record<ProcessMatch, FindingConfidence>> = {
  usual: 'high',
  undescribed: 'medium',
  unseen: 'low',
  another: 'low',
};

/** Whether the holder is a program that the dossier knows for this service. */
export function matchProcess(dossier: Dossier, listener: Listener): ProcessMatch {
  const usual = dossier.uses.flatMap((use) => use.processes ?? []);
  if (listener.processes.length === 0) return 'unseen';
  if (usual.length === 0) return 'undescribed';
  // The kernel cuts names to 15 bytes, so a longer one in the dossier is compared by its beginning.
  const known = usual.some((name) => listener.processes.some((process) => process.name === name.slice(0, 15)));
  return known ? 'usual' : 'another';
}

function levelAt(risk: Risk, exposure: Exposure): RiskLevel {
  switch (exposure) {
    case 'wildcard':
    case 'public':
      return risk.internet;
    case 'private':
    case 'link-local':
      return risk.lan;
    case 'loopback':
      return risk.loopback;
    default:
      return 0;
  }
}

/** The port is known for one service and another program holds it: no fault, but the name would mislead. */
export const portProcessMismatch: ListenerRule = {
  id: 'sockets.port-process-mismatch',
  judge(listener, snapshot) {
    const { dossier } = listener;
    if (dossier === null || matchProcess(dossier, listener) !== 'another') return null;
    const name = dossier.shortName ?? dossier.title;
    return findingOn(this, listener, snapshot, {
      severity: 'info',
      confidence: 'medium',
      title: `the port says ${name}, the process is ${processNames(listener)}`,
      meaning: `${listener.port}/${listener.transport} is known for ${dossier.title}; a port number alone proves nothing, so trust the process.`,
      advice: [`If ${processNames(listener)} is meant to be there, nothing is wrong.`],
      references: dossier.summary.sources,
    });
  },
};
