import { decodeBatch, MessageError } from '../store/batch-message.ts';
import type { Batch, Store } from '../store/store.ts';
import { SinkError, type Sink } from './sink.ts';

/** The machine of the store itself. */
const OWN_SENSOR = 0;

/** A store of this process as a sink; it is closed with the sink. `name`: for people, `the store /var/lib/portolan/store`. */
export function createStoreSink(store: Store, name: string): Sink {
  return {
    name,
    async send(message) {
      let batch: Batch;
      try {
        batch = decodeBatch(message);
      } catch (error) {
        if (error instanceof MessageError) throw new SinkError(error.message, false);
        throw error;
      }
      try {
        return await store.insert(OWN_SENSOR, batch);
      } catch (error) {
        // A full disk, a lost connection: whatever keeps a store from storing may pass.
        throw new SinkError(error instanceof Error ? error.message : String(error), true);
      }
    },
    close: async () => store.close(),
  };
}
