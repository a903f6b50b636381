/**
 * TCP ports of this machine as a library: `import { reservePort } from 'portolan/ports'`. It has no dependency and needs
 * Node.
 *
 *     const reservation = await reservePort();      // nobody else gets it now
 *     spawn('server', ['--port', String(reservation.port)]);
 *     await reservation.handOver();                 // when the server listens
 *     await waitForPort(5432, { timeout: 10_000 });
 */
export { NoFreePortError, PortBusyError, WaitTimeoutError } from './ports-error.ts';
export { reserveInRange, reservePort, reservePorts, type Reservation } from './reserve.ts';
export { waitForPort, type Waited, type WaitOptions } from './wait.ts';
