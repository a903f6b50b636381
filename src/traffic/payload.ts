import type { PayloadField } from '../knowledge/pattern.ts';

/** What was read of a packet's payload, by field; several values where the packet has several. */
export type Payload = Partial<Record<PayloadField, readonly (string | number)[]>>;
