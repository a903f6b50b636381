import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CHECKS } from '../../src/audit/checks/all.ts';
import type { AuditReport } from '../../src/audit/report/audit-report.ts';
import type { CheckResult, HostResult } from '../../src/audit/result.ts';
import type { Lab } from '../servers/lab.ts';
import type { LabHost } from '../servers/network.ts';

const PROGRAM = join(process.cwd(), 'bin/portolan');

/** Checks that write run only where writing is agreed to: not here. */
const ONLY = CHECKS.filter(({ description }) => description.impact !== 'may-leave-residue')
  .map(({ description }) => description.id)
  .join(',');

/** One audit by the built program: what it wrote, and what it read out of it. */
export interface LabAudit {
  readonly hosts: readonly HostResult[];
  readonly gaps: readonly string[];
  /** Standard output, as it was. */
  readonly output: string;
  /** Standard error. */
  readonly errors: string;
}

/** Audits every host of a lab from outside, at its addresses of both families. `policy`: a policy file. */
export function auditFromOutside(lab: Lab, policy: string): Promise<LabAudit> {
  const targets = lab.network.hosts.flatMap(({ address, address6 }) => [address, address6]);
  return audit(lab.network.outside.enter([...command(lab, policy, '--json'), ...targets]));
}

/** Audits one host from itself: loopback and its own addresses. */
export function auditFromInside(
  lab: Lab,
  { namespace, address, address6 }: LabHost,
  policy: string,
): Promise<LabAudit> {
  return audit(namespace.enter([...command(lab, policy, '--json'), '127.0.0.1', '::1', address, address6]));
}

/** What people are shown of the same audit of one host from outside. */
export async function textFromOutside(lab: Lab, { address }: LabHost, policy: string): Promise<string> {
  return (await run(lab.network.outside.enter([...command(lab, policy, '--all'), address]))).output;
}

/** Every check that is not opt-in, on a port of a server, as if nobody knew what answers there. */
export async function everyCheckAt(lab: Lab, server: string, port: number): Promise<CheckResult[]> {
  const script = ['scripts/run-ts.mjs', 'lab/acceptance/checks-from-here.ts'];
  const { address } = lab.server(server).host;
  const { output } = await run(lab.network.outside.enter([process.execPath, ...script, address, String(port)]));
  return JSON.parse(output) as CheckResult[];
}

/** All ports of the lab are asked on every host: those of others are closed there. */
function command(lab: Lab, policy: string, format: string): string[] {
  const ports = lab.servers.flatMap(({ services }) => services.map(({ port, transport }) => `${port}/${transport}`));
  const asked = ['--ports', [...new Set(ports)].join(','), '--only', ONLY, '--policy', policy];
  return [process.execPath, PROGRAM, 'audit', ...asked, format];
}

async function audit(line: [program: string, args: string[]]): Promise<LabAudit> {
  const { output, errors } = await run(line);
  const { hosts, gaps } = JSON.parse(output) as AuditReport;
  return { hosts, gaps, output, errors };
}

async function run([program, args]: [program: string, args: string[]]): Promise<Pick<LabAudit, 'output' | 'errors'>> {
  const { stdout, stderr } = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors] = await Promise.all([text(stdout), text(stderr)]);
  return { output, errors };
}
