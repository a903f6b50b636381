import { compareReach } from '../exposure.ts';
import { isProbablyClient } from '../listener.ts';
import { findingOn, type ListenerRule } from './rule.ts';

/** Programs that run whatever they are given: as root and open to the network, a fault in the script is root's. */
const INTERPRETER = /^(python|perl|ruby|node|php|bash|sh|dash|zsh|lua|tclsh|java|nc|ncat|netcat|socat|busybox)[\d.]*$/;

/** An interpreter that runs as root and can be reached from outside this host. */
export const rootInterpreter: ListenerRule = {
  id: 'sockets.root-interpreter',
  judge(listener, snapshot) {
    if (compareReach(listener.exposure, 'loopback') <= 0 || isProbablyClient(listener)) return null;
    const process = listener.processes.find(({ name, uid }) => uid === 0 && INTERPRETER.test(name));
    if (process === undefined) return null;
    return findingOn(this, listener, snapshot, {
      severity: 'medium',
      confidence: 'medium',
      title: `${process.name} runs as root, ${listener.exposureReason}`,
      meaning: 'A fault in what it runs hands this whole machine to whoever reaches the port.',
      advice: [
        'Run it as a user of its own; a port below 1024 needs only the capability CAP_NET_BIND_SERVICE.',
        'Bind it to 127.0.0.1 if only this machine needs it.',
      ],
      evidence: process.command === null ? [] : [`command ${process.command}`],
      references: ['T1059'],
    });
  },
};
