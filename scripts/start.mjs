/** npm start [-- ARG ...]: makes the checkout ready, then runs portolan in this very process. */
import { createRequire } from 'node:module';
import { makeReady } from './ready.mjs';

makeReady();
const { loadPortolan } = createRequire(import.meta.url)('../bin/load.cjs');
loadPortolan()?.main();
