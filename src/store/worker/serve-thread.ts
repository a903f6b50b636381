import type { Store } from '../store.ts';
import { fromPlain, toPlainError, type Call, type FromThread, type ToThread } from './message.ts';

/** The port to the thread that asks. */
export interface AskerPort {
  postMessage(message: FromThread): void;
  on(event: 'message', listener: (message: ToThread) => void): unknown;
}

/** Answers what the port asks of a store, each call as soon as the store has it. */
export function serveThread(store: Store, port: AskerPort): void {
  const asked = new Map<number, AbortController>();
  port.on('message', (message) => {
    if ('cancel' in message) return asked.get(message.cancel)?.abort();
    const { id, call } = message;
    const controller = new AbortController();
    asked.set(id, controller);
    void perform(store, call, controller.signal)
      .then(
        (result) => port.postMessage({ id, result }),
        (error: unknown) => port.postMessage({ id, error: toPlainError(error) }),
      )
      .finally(() => asked.delete(id));
  });
}

function perform(store: Store, call: Call, signal: AbortSignal): Promise<unknown> {
  switch (call.method) {
    case 'insert':
      return store.insert(call.sensor, fromPlain(call.batch));
    case 'textsOf':
      return store.textsOf(call.ids);
    case 'nameSensor':
      return store.nameSensor(call.sensor, call.name);
    case 'ask':
      return store.ask(call.sql, signal, call.days);
    case 'maintain':
      return store.maintain(call.now);
    case 'dropBefore':
      return store.dropBefore(call.day);
    default:
      return store[call.method]();
  }
}
