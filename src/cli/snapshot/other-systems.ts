import type { CommandRunner } from '../../sockets/commands/command.ts';
import { takeMacSnapshot } from '../../sockets/macos/snapshot.ts';
import { takeWindowsSnapshot } from '../../sockets/windows/snapshot.ts';
import type { Context, SocketSource } from '../context.ts';
import { createCommandRunner } from './node-command-runner.ts';

/** Where the sockets of a system without /proc come from; null where Portolan knows no way. */
export function openSocketSource(
  platform: NodeJS.Platform,
  { environment, now }: Pick<Context, 'environment' | 'now'>,
  run: CommandRunner = createCommandRunner(environment),
): SocketSource | null {
  switch (platform) {
    case 'darwin':
      return (request) => takeMacSnapshot({ run, uid: process.geteuid?.() ?? 0, now }, request);
    case 'win32':
      return (request) => takeWindowsSnapshot({ run, systemRoot: environment['SystemRoot'], now }, request);
    default:
      return null;
  }
}
