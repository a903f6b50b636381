import { text } from 'node:stream/consumers';
import { readPlan, writeEvent } from '../../../audit/probing/event-lines.ts';
import { probeHere } from './probe.ts';

/** The other end of `probeFromOutside`: runs the plan from standard input, and writes its events. */
export async function runProbeChild(): Promise<void> {
  const plan = readPlan(await text(process.stdin));
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  await probeHere(plan, (event) => process.stdout.write(writeEvent(event)), interrupted.signal);
}
