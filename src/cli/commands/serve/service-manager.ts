/** Tells systemd how the service stands; this file starts a program. */
import { execFile } from 'node:child_process';

/** Part of systemd, so it is where systemd is; Node has no datagram sockets of the kind that it listens on. */
const PROGRAM = '/usr/bin/systemd-notify';

/**
 * Says `READY=1` or the like where systemd waits for it (Type=notify; the unit needs NotifyAccess=all, as it is another process that says it). Nothing
 * happens elsewhere, and nothing fails.
 */
export function notifyServiceManager(state: 'READY=1' | 'STOPPING=1', environment: NodeJS.ProcessEnv): void {
  const socket = environment['NOTIFY_SOCKET'];
  if (socket === undefined || socket === '') return;
  execFile(
    PROGRAM,
    [`--pid=${process.pid}`, state],
    { timeout: 5000, env: { NOTIFY_SOCKET: socket } },
    () => undefined,
  );
}
