/** No port could be had where one was looked for; `message` says where. */
export class NoFreePortError extends Error {
  override readonly name = 'NoFreePortError';
}

/** Somebody else has the port, or its reservation. */
export class PortBusyError extends Error {
  override readonly name = 'PortBusyError';
}

/** What was waited for did not happen in time; `message` says what was seen last. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
}

/** The system's word for a failure: `EADDRINUSE`; empty when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
