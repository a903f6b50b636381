import type { Container } from '../../sockets/process-info.ts';

/** Digits of an id that people and tools show. */
const SHORT_ID = 12;

/** `docker web`, `containerd 4f2a90c1d7e3 (pod 1b4e28ba)`. */
export function describeContainer({ runtime, id, name, pod }: Container): string {
  const kind = runtime === 'unknown' ? 'container' : runtime;
  const place = pod === null ? '' : ` (pod ${pod.slice(0, 8)})`;
  return `${kind} ${name ?? id.slice(0, SHORT_ID)}${place}`;
}
