import type { FindingConfidence, Severity } from '../../findings/finding.ts';
import type { Dossier, Risk, RiskLevel } from '../../knowledge/dossier.ts';
import type { Exposure } from '../exposure.ts';
import { isProbablyClient, matchProcess, type ProcessMatch } from '../listener.ts';
import { isExpectedExposure } from './expectation.ts';
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
    const match = matchProcess(listener);
    // A dossier that names no program leaves only the number, and a number alone proves nothing.
    if (match === 'another' || match === 'undescribed') return null;
    if (level < WORTH_A_LOOK || isProbablyClient(listener)) return null;
    // The user said that it may be reached from there.
    if (isExpectedExposure(listener)) return null;
    const name = dossier.shortName ?? dossier.title;
    return findingOn(this, listener, snapshot, {
      // Of a process that may not be seen only the number is known.
      severity: match === 'usual' ? SEVERITY[level] : 'low',
      confidence: CONFIDENCE[match],
      title: `${match === 'usual' ? name : `if this is ${name}`}, ${OPEN_TO[listener.exposure]}: ${dossier.risk.why}`,
      meaning: dossier.risk.why,
      advice: dossier.advice.filter((advice) => advice.audience === 'host').map((advice) => advice.do),
      references: dossier.risk.sources,
    });
  },
};

const CONFIDENCE: Readonly<Record<Extract<ProcessMatch, 'usual' | 'unseen'>, FindingConfidence>> = {
  usual: 'high',
  unseen: 'low',
};

const OPEN_TO: Readonly<Record<Exposure, string>> = {
  wildcard: 'open to any address',
  public: 'open to any address',
  private: 'open to the private network',
  'link-local': 'open to the link',
  loopback: 'on this host',
  contained: '',
  peer: '',
  unknown: '',
};

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

/** Whether anything still uses the port for what its dossier says: history says nothing about a process. */
function isAlive({ uses }: Dossier): boolean {
  return uses.some((use) => use.kind !== 'historic');
}

/** The port is known for one service and another program holds it: no fault, but the name would mislead. */
export const portProcessMismatch: ListenerRule = {
  id: 'sockets.port-process-mismatch',
  judge(listener, snapshot) {
    const { dossier } = listener;
    if (dossier === null || matchProcess(listener) !== 'another' || !isAlive(dossier)) return null;
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
