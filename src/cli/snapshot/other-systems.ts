import type { CommandRunner } from '../../sockets/commands/command.ts';
import { takeMacSnapshot } from '../../sockets/macos/snapshot.ts';
import { takeWindowsSnapshot } from '../../sockets/windows/snapshot.ts';
import type { Context, SocketSource } from '../context.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { createCommandRunner } from './node-command-runner.ts';

/** Where the sockets of a system without /proc come from. */
export function openSocketSource(
  platform: NodeJS.Platform,
  { environment, now }: Pick<Context, 'environment' | 'now'>,
  run: CommandRunner = createCommandRunner(environment),
): SocketSource {
  switch (platform) {
    case 'darwin':
      return (request) => takeMacSnapshot({ run, uid: process.geteuid?.() ?? 0, now }, request);
    case 'win32':
      return (request) => takeWindowsSnapshot({ run, systemRoot: environment['SYSTEMROOT'], now }, request);
    default:
      return () => {
        throw new CliError(EXIT.couldNotLook, `sockets are read from /proc, which ${platform} does not have`);
      };
  }
}
