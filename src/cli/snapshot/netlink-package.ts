import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What is used of npm's package `netlink`: its lowest layer alone, an eighth of `node -e 0`; the whole costs eleven times that. */
const RAW_LAYER = 'netlink/dist/raw';

/** A netlink socket as the package has it; it mirrors dgram.Socket. */
export interface RawNetlinkSocket {
  on(event: 'message', listener: (message: Uint8Array) => void): unknown;
  on(event: 'truncatedMessage', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  send(message: Uint8Array, options: object, done: (error?: Error) => void): void;
  close(): void;
}

export type OpenSocket = (protocol: number, receiveBytes: number) => RawNetlinkSocket;

export type PackageSearch =
  | { readonly state: 'loaded'; readonly path: string; readonly open: OpenSocket }
  | { readonly state: 'absent' }
  | { readonly state: 'broken'; readonly path: string; readonly message: string };

/**
 * Looks for the package where it lies beside Portolan, then among Node's global packages. Never below the current folder:
 * what it holds is native code, and a stranger's folder must not run any as root.
 */
export function findNetlinkPackage(): PackageSearch {
  const here = import.meta.dirname;
  const require = createRequire(join(here, 'portolan.cjs'));
  const places = [here, join(dirname(process.execPath), '..', 'lib')];
  let path: string;
  try {
    path = require.resolve(RAW_LAYER, { paths: places });
  } catch {
    return { state: 'absent' };
  }
  try {
    const RawSocket = socketClassOf(require(path));
    if (RawSocket === null) return { state: 'broken', path, message: 'it has no RawNetlinkSocket' };
    const open: OpenSocket = (protocol, msgBufferSize) =>
      new RawSocket(protocol, { messagePeeking: false, msgBufferSize });
    return { state: 'loaded', path, open };
  } catch (error) {
    // Such as: no prebuilt binary for this processor or C library.
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { state: 'broken', path, message };
  }
}

type SocketClass = new (protocol: number, options: object) => RawNetlinkSocket;

function socketClassOf(module: unknown): SocketClass | null {
  if (typeof module !== 'object' || module === null || !('RawNetlinkSocket' in module)) return null;
  return typeof module.RawNetlinkSocket === 'function' ? (module.RawNetlinkSocket as SocketClass) : null;
}
