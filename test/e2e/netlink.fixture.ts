import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './program.fixture.ts';

/**
 * The folder in which the optional package `netlink` lies; null where it is not installed. It is no dependency of ours:
 *
 *   npm install --prefix SOMEWHERE --ignore-scripts netlink@0.3.0
 *   NODE_PATH=SOMEWHERE/node_modules npx vitest run --project e2e test/e2e/netlink.test.ts
 */
export const NETLINK_FOLDER: string | null = findFolder();

function findFolder(): string | null {
  try {
    const path = createRequire(join(ROOT, 'bin/portolan')).resolve('netlink/dist/raw');
    return path.slice(0, path.lastIndexOf('/netlink/dist/'));
  } catch {
    return null;
  }
}

/** The variables with which Node finds the package from anywhere. */
export const WITH_NETLINK: Readonly<Record<string, string>> =
  NETLINK_FOLDER === null ? {} : { NODE_PATH: NETLINK_FOLDER };
