import { getSystemErrorName } from 'node:util';
import type { Endpoint } from '../endpoint.ts';
import type { AttemptEnded, Connector } from './connector.ts';
import { isSameAddress } from './same-address.ts';
import type { ConnectRequest, TcpBinding, TcpHandle } from './tcp-binding.ts';

interface Attempt {
  readonly handle: TcpHandle;
  readonly endpoint: Endpoint;
}

/** Attempts by libuv's handles: half the CPU time of sockets, which are streams with buffers, events and Errors. */
export class HandleConnector implements Connector {
  readonly name = 'fast';
  readonly #binding: TcpBinding;
  readonly #ended: AttemptEnded;
  readonly #attempts: (Attempt | undefined)[] = [];
  readonly #names = new Map<number, string>();

  constructor(binding: TcpBinding, ended: AttemptEnded) {
    this.#binding = binding;
    this.#ended = ended;
  }

  connect(slot: number, endpoint: Endpoint): void {
    const handle = this.#binding.openHandle();
    const request = this.#binding.openRequest();
    request.slot = slot;
    request.oncomplete = this.#complete;
    this.#attempts[slot] = { handle, endpoint };
    const { address, port } = endpoint;
    const status = address.includes(':')
      ? handle.connect6(request, address, port)
      : handle.connect(request, address, port);
    if (status !== 0) this.#settle(slot, handle, status);
  }

  abandon(slot: number): void {
    const attempt = this.#attempts[slot];
    this.#attempts[slot] = undefined;
    attempt?.handle.close();
  }

  close(): void {
    for (const slot of this.#attempts.keys()) this.abandon(slot);
  }

  readonly #complete = (status: number, handle: TcpHandle, { slot }: ConnectRequest): void => {
    // An abandoned attempt ends too, with ECANCELED.
    if (slot === undefined || this.#attempts[slot]?.handle !== handle) return;
    this.#settle(slot, handle, status);
  };

  #settle(slot: number, handle: TcpHandle, status: number): void {
    const attempt = this.#attempts[slot];
    this.#attempts[slot] = undefined;
    if (status !== 0) {
      handle.close();
      this.#ended(slot, this.#nameOf(status), 0);
      return;
    }
    const local: { address?: string; port?: number } = {};
    handle.getsockname(local);
    // As in socket-connector.ts: no TIME-WAIT on our side.
    if (handle.reset() !== 0) handle.close();
    const hasOneAddress = isSameAddress(local.address ?? '', attempt?.endpoint.address ?? '');
    this.#ended(slot, null, hasOneAddress ? (local.port ?? 0) : 0);
  }

  #nameOf(status: number): string {
    let name = this.#names.get(status);
    if (name === undefined) this.#names.set(status, (name = getSystemErrorName(status)));
    return name;
  }
}
