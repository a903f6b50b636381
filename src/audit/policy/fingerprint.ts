import { createHash } from 'node:crypto';

/** What makes two findings the same matter. Not the address: it may change without the matter changing. */
export interface Matter {
  readonly host: string;
  readonly transport: string;
  readonly port: number;
  /** Id of the check or rule. */
  readonly id: string;
  readonly product: string | null;
}

/** The same in every run, on every machine: sha256, hexadecimal. */
export function fingerprintOf({ host, transport, port, id, product }: Matter): string {
  return createHash('sha256')
    .update(JSON.stringify([host, transport, port, id, product]))
    .digest('hex');
}
