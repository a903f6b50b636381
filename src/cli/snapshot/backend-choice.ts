import type { Context } from '../context.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { findNetlinkPackage, type OpenSocket } from './netlink-package.ts';

/** Where rows will be read from, and why from there. */
export type BackendChoice =
  | { readonly backend: 'netlink'; readonly path: string; readonly open: OpenSocket }
  | { readonly backend: 'proc'; readonly because: ProcReason; readonly message: string };

export type ProcReason = 'asked' | 'recorded' | 'absent' | 'broken' | 'refused';

/** `PORTOLAN_BACKEND` decides; without it netlink is used where its package is. Throws CliError where it cannot be obeyed. */
export function chooseBackend({ environment }: Pick<Context, 'environment'>): BackendChoice {
  const asked = environment['PORTOLAN_BACKEND'] ?? '';
  if (!['', 'proc', 'netlink'].includes(asked)) {
    throw new CliError(EXIT.usage, `PORTOLAN_BACKEND is proc or netlink, and not "${asked}"`);
  }
  const choice = choose(asked, environment['PORTOLAN_ROOT']);
  if (asked === 'netlink' && choice.backend === 'proc') {
    throw new CliError(EXIT.couldNotLook, `PORTOLAN_BACKEND=netlink cannot be had: ${choice.message}`);
  }
  return choice;
}

function choose(asked: string, root: string | undefined): BackendChoice {
  if (asked === 'proc') return fromProc('asked', 'PORTOLAN_BACKEND=proc asks for it');
  if (root !== undefined && root !== '/') {
    return fromProc('recorded', `PORTOLAN_ROOT=${root} is read as files, and netlink speaks of this machine only`);
  }
  const found = findNetlinkPackage();
  if (found.state === 'loaded') return { backend: 'netlink', path: found.path, open: found.open };
  return found.state === 'absent'
    ? fromProc('absent', 'the optional package netlink is not installed')
    : fromProc('broken', `the package netlink at ${found.path} cannot be loaded: ${found.message}`);
}

function fromProc(because: ProcReason, message: string): BackendChoice {
  return { backend: 'proc', because, message };
}
