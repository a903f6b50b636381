/** Opens a lab, prints the pids of its processes, and waits to be killed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openLab } from './lab.ts';

const lab = await openLab({ servers: ['vsftpd-v'] });
console.log(JSON.stringify([lab.server('vsftpd-v').pid, lab.network.outside.pid]));
await sleep(60_000);
