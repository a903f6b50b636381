import { join } from 'node:path';

/** Packages of the lab and the state of labs that run, in the checkout it is started from. Safe to delete. */
export const LAB_CACHE = join(process.cwd(), 'node_modules/.cache/portolan-lab');

/** The folder `lab` of the checkout. */
export const LAB_CODE = join(process.cwd(), 'lab');
