import type { ProcFs } from '../../sockets/linux/proc-fs.ts';
import { readSocketCount } from '../../sockets/linux/socket-count.ts';

const MANY_SOCKETS = 4000;

/**
 * V8's optimising compiler inlines as if the program ran for minutes. With ten thousand sockets it spends more CPU on
 * that than everything else together takes, and never earns it back; with a hundred thousand it makes no difference
 * (docs/decisions/0003-start-up.md). So it is told not to, and to begin later, where there are many.
 */
export function prepareForManySockets(fs: ProcFs): void {
  if (readSocketCount(fs) < MANY_SOCKETS) return;
  process.getBuiltinModule('node:v8').setFlagsFromString('--interrupt-budget=300000 --no-turbo-inlining');
}
