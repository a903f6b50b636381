import { lockPort } from './port-mutex.ts';
import { errorCode } from './ports-error.ts';
import { listen } from './self-connection.ts';

/** `denied`: this user may not bind the port at all, so it says nothing of others. */
export type Availability = 'free' | 'busy' | 'denied';

/** Whether a server could have a TCP port on every address now: neither used nor reserved. Found out by binding it. */
export async function availability(port: number): Promise<Availability> {
  const lock = await lockPort(port);
  if (lock === null) return 'busy';
  try {
    const { server } = await listen(port);
    server.close();
    return 'free';
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE') return 'busy';
    if (code === 'EACCES') return 'denied';
    throw error;
  } finally {
    lock.unlock();
  }
}
