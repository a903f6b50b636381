import type { Finding } from '../../findings/finding.ts';
import type { Listener } from '../listener.ts';
import type { Snapshot } from '../snapshot.ts';
import { acceptQueue } from './accept-queue.ts';
import { closeWaitPile } from './close-wait.ts';
import { ephemeralListener } from './ephemeral-listener.ts';
import { unexpectedExposure, unexpectedProcess } from './expectation.ts';
import { deletedExecutable, temporaryExecutable } from './executable.ts';
import { exposedService, portProcessMismatch } from './exposed-service.ts';
import { rootInterpreter } from './root-interpreter.ts';
import type { ListenerRule, SnapshotRule } from './rule.ts';
import { unknownOwner } from './unknown-owner.ts';

export const LISTENER_RULES: readonly ListenerRule[] = [
  exposedService,
  portProcessMismatch,
  temporaryExecutable,
  deletedExecutable,
  rootInterpreter,
  ephemeralListener,
  unknownOwner,
  unexpectedProcess,
  unexpectedExposure,
  acceptQueue,
];

export const SNAPSHOT_RULES: readonly SnapshotRule[] = [closeWaitPile];

export function judgeListener(listener: Listener, snapshot: Snapshot): Finding[] {
  const findings: Finding[] = [];
  for (const rule of LISTENER_RULES) {
    const finding = rule.judge(listener, snapshot);
    if (finding !== null) findings.push(finding);
  }
  return findings;
}

export function judgeSnapshot(snapshot: Snapshot): Finding[] {
  return SNAPSHOT_RULES.flatMap((rule) => rule.judge(snapshot));
}
