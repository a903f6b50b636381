import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { EventLines, writePlan } from '../../../audit/probing/event-lines.ts';
import type { ProbeEvent, ProbePlan } from '../../../audit/probing/plan.ts';
import { runPlan } from '../../../audit/probing/run-plan.ts';
import { NoOutsideView, openOutside } from '../../../audit/vantage/outside-namespace.ts';
import { SYSTEM_PATH } from '../../../audit/vantage/outside-programs.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { openMeans } from './means.ts';

/** Probes from here. */
export async function probeHere(
  plan: ProbePlan,
  tell: (event: ProbeEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  await runPlan(plan, await openMeans(plan, signal), tell, signal);
}

/** Asks from a temporary namespace beside this machine: another process of Portolan runs the plan in there. */
export async function probeFromOutside(
  plan: ProbePlan,
  tell: (event: ProbeEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const addresses = plan.targets.map(({ address }) => address);
  const outside = await openOutside(addresses, randomBytes(5)).catch((error: unknown) => {
    if (error instanceof NoOutsideView) throw new CliError(EXIT.couldNotLook, `--vantage netns: ${error.message}`);
    throw error;
  });
  try {
    const [program, args] = outside.enter([process.execPath, `${import.meta.dirname}/../bin/audit-probe`]);
    await converse(program, args, plan, tell, signal);
    tell({
      kind: 'note',
      note: `The namespace's packets came in by the interface ${outside.interface}: firewall rules for another interface were not met.`,
    });
  } finally {
    await outside.close();
  }
}

async function converse(
  program: string,
  args: readonly string[],
  plan: ProbePlan,
  tell: (event: ProbeEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const env = { ...process.env, PATH: SYSTEM_PATH };
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const stop = (): boolean => child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.on('error', () => undefined); // it ended before it read: its exit says why
  child.stdin.end(writePlan(plan));
  const lines = new EventLines();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    for (const event of lines.read(chunk)) tell(event);
  });
  const code = await ended;
  signal.removeEventListener('abort', stop);
  // It may have been told to end before it knew how to do so in order.
  if (signal.aborted && code !== 0) tell({ kind: 'gap', gap: 'it was interrupted: not every port was asked' });
  else if (code !== 0) throw new CliError(EXIT.couldNotLook, `asking from the namespace failed (exit code ${code})`);
}
