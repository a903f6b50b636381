import { findingOn, type ListenerRule } from './rule.ts';

/** Where anybody may write, or nowhere at all. */
export const TEMPORARY = /^(\/tmp\/|\/var\/tmp\/|\/dev\/shm\/|\/run\/user\/\d+\/|\/memfd:)/;

/** The program that listens lies where anybody can write, or nowhere at all: installed software does not. */
export const temporaryExecutable: ListenerRule = {
  id: 'sockets.temporary-executable',
  judge(listener, snapshot) {
    const process = listener.processes.find(({ executable }) => executable !== null && TEMPORARY.test(executable));
    if (process === undefined) return null;
    return findingOn(this, listener, snapshot, {
      severity: listener.exposure === 'loopback' ? 'medium' : 'high',
      confidence: 'medium',
      title: `${process.name} (pid ${process.pid}) runs from ${process.executable}${process.executableDeleted ? ', which is deleted' : ''}`,
      meaning:
        'Installed software does not run from a folder that every user may write to; dropped malware often does, and so do test runs.',
      advice: [`Look before you stop it: ls -l /proc/${process.pid}/exe; tr '\\0' ' ' < /proc/${process.pid}/cmdline`],
      references: ['T1036.005'],
    });
  },
};

/** The file was replaced under a running server, as an upgrade does: it still runs the old code. */
export const deletedExecutable: ListenerRule = {
  id: 'sockets.deleted-executable',
  judge(listener, snapshot) {
    const process = listener.processes.find(
      ({ executable, executableDeleted }) => executableDeleted && executable !== null && !TEMPORARY.test(executable),
    );
    if (process === undefined) return null;
    return findingOn(this, listener, snapshot, {
      severity: 'low',
      confidence: 'high',
      title: `${process.name} (pid ${process.pid}) still runs a program file that was deleted or replaced`,
      meaning: `${process.executable} changed after the process started: after an upgrade the old code, with its old faults, keeps serving.`,
      advice: [process.unit === null ? 'Restart it.' : `Restart it: systemctl restart ${process.unit}`],
      references: [],
    });
  },
};
