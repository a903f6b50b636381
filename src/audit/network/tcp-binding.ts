/** A libuv handle of a TCP socket, as Node's own net.Socket holds one. Results below 0 are errors of the system. */
export interface TcpHandle {
  connect(request: ConnectRequest, address: string, port: number): number;
  connect6(request: ConnectRequest, address: string, port: number): number;
  getsockname(out: { address?: string; port?: number }): number;
  /** Closes with a reset. */
  reset(): number;
  close(): void;
}

export interface ConnectRequest {
  oncomplete: (status: number, handle: TcpHandle, request: ConnectRequest) => void;
  /** Ours: the attempt. */
  slot?: number;
}

export interface TcpBinding {
  openHandle(): TcpHandle;
  openRequest(): ConnectRequest;
}

/**
 * Node's binding of libuv's TCP handles, or a few words why there is none. `process.binding` is deprecated (DEP0111): it
 * may warn, go, or be forbidden by Node's permission model.
 */
export function readTcpBinding(): TcpBinding | string {
  const { noDeprecation } = process;
  try {
    process.noDeprecation = true;
    const open: unknown = Reflect.get(process, 'binding');
    if (typeof open !== 'function') return 'this Node has no process.binding';
    const binding: unknown = Reflect.apply(open, process, ['tcp_wrap']);
    if (typeof binding !== 'object' || binding === null) return 'this Node has no tcp_wrap';
    const { TCP, TCPConnectWrap, constants } = binding as Record<string, unknown>;
    if (!isClass(TCP, ['connect', 'connect6', 'getsockname', 'reset', 'close']))
      return 'its tcp_wrap has another shape';
    if (!isClass(TCPConnectWrap, [])) return 'its tcp_wrap has another shape';
    const kind = (constants as { readonly SOCKET?: unknown } | undefined)?.SOCKET;
    if (typeof kind !== 'number') return 'its tcp_wrap has another shape';
    return {
      openHandle: () => new TCP(kind) as TcpHandle,
      openRequest: () => new TCPConnectWrap() as ConnectRequest,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    if (noDeprecation === undefined) Reflect.deleteProperty(process, 'noDeprecation');
    else process.noDeprecation = noDeprecation;
  }
}

type Class = new (...parameters: readonly unknown[]) => unknown;

function isClass(value: unknown, methods: readonly string[]): value is Class {
  if (typeof value !== 'function') return false;
  const prototype: unknown = value.prototype;
  if (typeof prototype !== 'object' || prototype === null) return false;
  return methods.every((name) => typeof Reflect.get(prototype, name) === 'function');
}
