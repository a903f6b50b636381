import { SinkError, type Sink } from '../../ingest/sink.ts';
import { Refused, type Collector } from './collector.ts';

/** The machine of the store itself. */
const OWN_SENSOR = 0;

/** The way into the store for what this process reads itself, or takes from a broker for a sensor: judged, counted and in turn with what sensors send. */
export function createCollectorSink(collector: Collector, name: string, sensor = OWN_SENSOR): Sink {
  return {
    name,
    send: async (message, signal) => {
      try {
        return await collector.accept(sensor, message.length, () => Promise.resolve(message), signal);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new SinkError(reason, !(error instanceof Refused && error.reason === 'bad-batch'));
      }
    },
    close: () => Promise.resolve(),
  };
}
