import { anyEvents } from '../../../src/traffic/state/any-events.fixture.ts';
import { Engine } from '../../../src/traffic/state/engine.fixture.ts';
import { StateFault } from '../../../src/traffic/state/state-reader.ts';
import { refusing } from '../target.ts';

const EVENTS = 60;

export function trafficStates(): Uint8Array[] {
  const engine = new Engine();
  engine.feed(anyEvents(1, EVENTS), 0);
  return [engine.save()];
}

/** What is taken for a state is gone on with, and reported. */
export const loadTrafficState = refusing((bytes) => {
  const engine = new Engine();
  engine.load(bytes);
  engine.feed(anyEvents(2, EVENTS), EVENTS);
  engine.report();
}, StateFault);
