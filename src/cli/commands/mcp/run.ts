import { serveMcp } from '../../../server/mcp/server.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { openOverlay } from '../../open-overlay.ts';
import { VERSION } from '../../version.ts';
import { deskOf } from './desk.ts';

export async function run(input: Input, context: Context): Promise<void> {
  if (process.stdin.isTTY) {
    throw new CliError(
      EXIT.usage,
      'mcp talks to a program, not to a terminal: name "portolan mcp" as a server in the settings of your client',
    );
  }
  await openOverlay(input, context); // a faulty file is told of now, not at the first question
  await serveMcp(deskOf(input, context), VERSION);
}
