import { EXIT } from '../../exit-code.ts';

const ENDING = ['SIGINT', 'SIGTERM'] as const;

/** Resolves at the first signal to end; a second one ends the process at once. `onHangUp` hears SIGHUP. */
export function untilSignal(onHangUp: () => void): Promise<void> {
  return new Promise((resolve) => {
    let isEnding = false;
    const end = (): void => {
      if (isEnding) process.exit(EXIT.interrupted);
      isEnding = true;
      resolve();
    };
    for (const signal of ENDING) process.on(signal, end);
    process.on('SIGHUP', onHangUp);
  });
}
