import type { ServiceList } from '../knowledge/overlay.ts';
import { parseServiceList } from '../knowledge/service-list.ts';
import { readBoundedFile } from './bounded-file.ts';
import { OverlayError } from './overlay-error.ts';

/** nmap's list is 1 MB; nothing that is called a list of services is larger than this. */
const MAX_BYTES = 8 * 1024 * 1024;

/** A list of services of this machine. Throws OverlayError when it cannot be read or holds none. */
export function readServiceList(path: string): ServiceList {
  const file = readBoundedFile(path, MAX_BYTES);
  if (file === null) throw new OverlayError(`${path}: no such file`);
  const { services, skipped } = parseServiceList(file.text);
  if (services.length === 0) {
    const where = skipped.first === null ? '' : `, its line ${skipped.first} is none`;
    throw new OverlayError(`${path} holds no service (name port/protocol)${where}`);
  }
  return { path, services };
}
