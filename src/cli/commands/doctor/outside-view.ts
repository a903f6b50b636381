import { OUTSIDE_PROGRAMS, SYSTEM_PATH } from '../../../audit/vantage/outside-programs.ts';
import type { ProcFs } from '../../../sockets/linux/proc-fs.ts';
import { check, type Check } from './check.ts';
import { parseRights } from './rights.ts';

/**
 * Whether `audit --vantage netns` can look at this machine from outside. Nothing is made to find out: the programs are looked
 * for, and the rights of this process. `exists`: whether there is a file.
 */
export function checkOutsideView(own: ProcFs, exists: (path: string) => boolean): Check {
  const folders = SYSTEM_PATH.split(':');
  const absent = OUTSIDE_PROGRAMS.filter((name) => !folders.some((folder) => exists(`${folder}/${name}`)));
  if (absent.length > 0) {
    const advice =
      'install iproute2 and util-linux, and audit --vantage netns can ask this machine as a stranger would';
    return check('outside-view', 'missing', `not to be had: ${absent.join(', ')} not found in ${SYSTEM_PATH}`, advice);
  }
  const rights = parseRights(own.read('proc/self/status') ?? '');
  if (rights?.uid !== 0) {
    const advice = 'sudo portolan audit --vantage netns asks this machine as a stranger would';
    return check('outside-view', 'missing', 'needs root, to make a network namespace', advice);
  }
  if (!rights.netAdmin || !rights.sysAdmin) {
    const advice = 'in a container, give it CAP_NET_ADMIN and CAP_SYS_ADMIN, or run it on the host';
    return check('outside-view', 'missing', 'root without the rights to make a network namespace', advice);
  }
  return check('outside-view', 'ok', `audit --vantage netns can make one: root, with ${OUTSIDE_PROGRAMS.join(', ')}`);
}
