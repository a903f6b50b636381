import type { BackendChoice, ProcReason } from '../../snapshot/backend-choice.ts';
import { check, type Check, type CheckState } from './check.ts';

const ADDS = 'certain v6only, accept-queue limits, bound sockets, TCP measures';

const STATES: Readonly<Record<ProcReason, CheckState>> = {
  asked: 'ok',
  recorded: 'ok',
  absent: 'missing',
  broken: 'limited',
  refused: 'limited',
};

const ADVICE: Readonly<Record<ProcReason, string | null>> = {
  asked: null,
  recorded: null,
  absent: `npm install --global --ignore-scripts netlink@0.3 adds ${ADDS}`,
  broken: 'install it again, or remove it; it has binaries for Linux on x64, ia32, arm and arm64',
  refused: 'nothing is wrong with /proc; containers often refuse netlink sockets',
};

/** Where rows come from, and why from there. */
export function checkBackend(choice: BackendChoice): Check {
  if (choice.backend === 'netlink') return check('backend', 'ok', `netlink, by ${choice.path}`);
  return check('backend', STATES[choice.because], `/proc, because ${choice.message}`, ADVICE[choice.because]);
}
