import { text } from 'node:stream/consumers';
import { readPlan, writeEvent } from '../../../audit/probing/event-lines.ts';
import { probeHere } from './probe.ts';

/** The other end of `probeFromOutside`: runs the plan from standard input, and writes its events. */
export async function runProbeChild(): Promise<void> {
  const plan = readPlan(await text(process.stdin));
  const interrupted = new AbortController();
  // Ctrl-C comes twice, from the terminal and from whoever started this: the second must not lose what was found.
  process.on('SIGINT', () => interrupted.abort());
  // Nobody listens any more: then nobody waits for the rest.
  process.stdout.on('error', () => process.exit(1));
  await probeHere(plan, (event) => process.stdout.write(writeEvent(event)), interrupted.signal);
}
