import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { environment, PORTOLAN } from './program.fixture.ts';

export const hasTerminal =
  spawnSync('script', ['--version']).status === 0 && spawnSync('stty', ['--version']).status === 0;
if (!hasTerminal) console.warn('skipped: without script(1) and stty(1) there is no terminal to run in');

/** The lines that a terminal of so many columns is sent, escape sequences included. */
export function runOnTerminal(command: string, columns: number, env: Readonly<Record<string, string>> = {}): string[] {
  const { stdout, status } = spawnSync(
    'script',
    ['-qec', `stty cols ${columns}; exec '${PORTOLAN}' ${command}`, '/dev/null'],
    { env: environment({ SHELL: '/bin/sh', ...env }), encoding: 'utf8', input: '', timeout: 30_000 },
  );
  expect(status).toBe(0);
  return stdout.replaceAll('\r', '').trimEnd().split('\n');
}

export const withoutColour = (line: string): string => line.replaceAll(/\u001b\[\d+m/g, '');
