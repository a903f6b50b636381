import type { AuditFinding, AuditResult, HostResult } from '../result.ts';
import { portGroups } from '../policy/port-groups.ts';
import { portName } from '../policy/words.ts';
import { element, xmlDocument, type Xml } from '../xml/write-xml.ts';
import type { ReportFrame } from './frame.ts';

interface Case {
  readonly xml: Xml;
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'error';
}

/**
 * The result as JUnit's XML, which CI servers show: a suite for each host, a case for each port that is as agreed and for
 * each finding; waived ones are skipped, what could not be looked at is an error.
 */
export function renderJUnit(result: AuditResult, { generatedAt }: ReportFrame): string {
  const suites = result.hosts.map((host) => suite(host.name, hostCases(host, result.findings), generatedAt));
  const unseen = [...result.gaps, ...result.refusals.map(({ address, reason }) => `${address}: ${reason}`)];
  if (unseen.length > 0) suites.push(suite('what could not be looked at', unseen.map(errorCase), generatedAt));
  return xmlDocument(element('testsuites', { name: 'portolan audit' }, suites));
}

function suite(name: string, cases: readonly Case[], timestamp: string): Xml {
  const count = (outcome: Case['outcome']): number => cases.filter((one) => one.outcome === outcome).length;
  const counts = { tests: cases.length, failures: count('failed'), errors: count('error'), skipped: count('skipped') };
  return element('testsuite', { name, ...counts, timestamp: timestamp.slice(0, 19), time: '0' }, [
    ...cases.map(({ xml }) => xml),
  ]);
}

function hostCases(host: HostResult, findings: readonly AuditFinding[]): Case[] {
  const own = findings.filter((finding) => finding.host === host.name);
  const judged = new Set(own.map(portName));
  const passed = portGroups(host)
    .filter((group) => group.open.length > 0 && !judged.has(portName(group)))
    .map((group): Case => {
      const attributes = { classname: host.name, name: `${portName(group)} is as agreed`, time: '0' };
      return { xml: element('testcase', attributes), outcome: 'passed' };
    });
  return [...passed, ...own.map(findingCase)];
}

function findingCase(finding: AuditFinding): Case {
  const { host, id, title, severity, meaning, advice, evidence, verify, anchor, waiver, isFailure } = finding;
  const attributes = {
    classname: host,
    name: `${portName(finding)} ${id}`,
    time: '0',
    file: anchor?.path ?? null,
    line: anchor?.line ?? null,
  };
  const text = [title, meaning, ...advice.map((one) => `do: ${one}`), `again: ${verify}`, '', ...evidence].join('\n');
  if (waiver !== null) {
    const message = `waived until ${waiver.until}: ${waiver.reason}`;
    return { xml: element('testcase', attributes, [element('skipped', { message })]), outcome: 'skipped' };
  }
  const inside = isFailure
    ? element('failure', { message: title, type: severity }, [text])
    : element('system-out', {}, [text]);
  return { xml: element('testcase', attributes, [inside]), outcome: isFailure ? 'failed' : 'passed' };
}

function errorCase(sentence: string): Case {
  const attributes = { classname: 'portolan audit', name: sentence, time: '0' };
  return {
    xml: element('testcase', attributes, [element('error', { message: sentence, type: 'not-known' })]),
    outcome: 'error',
  };
}
