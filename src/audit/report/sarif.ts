import type { Severity } from '../../findings/finding.ts';
import type { CheckDescription } from '../check.ts';
import { portName } from '../policy/words.ts';
import type { AuditFinding, AuditResult } from '../result.ts';
import { visibleText } from '../xml/write-xml.ts';
import type { ReportFrame } from './frame.ts';
import { RULE_HELP } from './rule-help.ts';

/** Code scanning refuses a result without a file: what belongs to no policy file is said of this one. */
export const NO_POLICY_FILE = 'portolan-audit.yaml';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** The scale on which code scanning sorts, 0 to 10. */
const SCORES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.0',
};

/**
 * The result as SARIF 2.1.0 (OASIS, sections 3.13 to 3.28). Results stand at the line of the policy file that they are
 * against; what is waived is suppressed (3.35); what could not be looked at makes the run no success (3.20.14).
 */
export function renderSarif(
  { findings, gaps, refusals }: AuditResult,
  checks: ReadonlyMap<string, CheckDescription>,
  { generatedAt, version }: ReportFrame,
): string {
  const ids = [...new Set(findings.map(({ id }) => id))].sort();
  const unseen = [...gaps, ...refusals.map(({ address, reason }) => `not asked: ${address}: ${reason}`)];
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Portolan', version, rules: ids.map((id) => ruleOf(id, checks, findings)) } },
        automationDetails: { id: 'portolan/audit' },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: unseen.length === 0,
            endTimeUtc: generatedAt,
            toolExecutionNotifications: unseen.map((text) => ({
              level: 'error',
              message: { text: visibleText(text) },
            })),
          },
        ],
        results: findings.map((finding) => resultOf(finding, ids.indexOf(finding.id))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(id: string, checks: ReadonlyMap<string, CheckDescription>, findings: readonly AuditFinding[]) {
  const check = checks.get(id);
  const rule = check ?? (Object.hasOwn(RULE_HELP, id) ? RULE_HELP[id] : undefined);
  const severity = check?.severity ?? findings.find((finding) => finding.id === id)?.severity ?? 'info';
  const fixes = Object.entries(check?.fixes ?? {}).map(([product, { file, change, apply }]) => {
    return `${product === '*' ? 'Any product' : product}: ${file}: ${change}; then ${apply}`;
  });
  const why = rule?.why ?? id;
  return {
    id,
    name: id,
    shortDescription: { text: rule?.title ?? id },
    fullDescription: { text: why },
    help: { text: [why, ...fixes].join('\n') },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { 'security-severity': SCORES[severity], tags: ['security', 'network'] },
  };
}

function resultOf(finding: AuditFinding, ruleIndex: number) {
  const { id, severity, title, meaning, advice, verify, anchor, host, waiver, fingerprint, evidence } = finding;
  const text = [title, meaning, ...advice.map((one) => `Do: ${one}`), `Check again: ${verify}`]
    .map(visibleText)
    .join('\n');
  return {
    ruleId: id,
    ruleIndex,
    level: LEVELS[severity],
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(anchor?.path ?? NO_POLICY_FILE) },
          region: { startLine: anchor?.line ?? 1, startColumn: anchor?.column ?? 1 },
        },
        logicalLocations: [
          {
            name: portName(finding),
            fullyQualifiedName: visibleText(`${host}/${portName(finding)}`),
            kind: 'resource',
          },
        ],
      },
    ],
    partialFingerprints: { 'portolan/v1': fingerprint },
    ...(waiver === null
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `until ${waiver.until}: ${visibleText(waiver.reason)}`,
            },
          ],
        }),
    properties: {
      severity,
      confidence: finding.confidence,
      fails: finding.isFailure,
      address: finding.address,
      vantage: finding.vantage,
      evidence: evidence.map(visibleText),
    },
  };
}

/** A path as a URI reference: relative ones stay relative to the repository. */
function uriOf(path: string): string {
  const parts = path
    .replace(/^(?:\.\/)+/, '')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return path.startsWith('/') ? `file://${parts}` : parts;
}
