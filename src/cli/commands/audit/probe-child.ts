import { text } from 'node:stream/consumers';
import { readPlan, writeEvent } from '../../../audit/probing/event-lines.ts';
import { probeHere } from './probe.ts';

/** The other end of `probeFromOutside`: runs the plan from standard input, and writes its events. */
export async function runProbeChild(): Promise<void> {
  const plan = readPlan(await text(process.stdin));
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  // Who wanted to know is gone, and so is the namespace's way to the machine.
  process.stdout.on('error', () => process.exit(1));
  await probeHere(plan, (event) => process.stdout.write(writeEvent(event)), interrupted.signal);
}
