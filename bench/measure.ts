import { availableParallelism, release } from 'node:os';

/** NODE_EXTRA_CA_CERTS makes Node 20 parse certificates at every start: three times the CPU, and not ours to pay. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...environment } = process.env;
  return environment;
}

/**
 * Bash measures with the kernel's accounting of the finished children (getrusage), to the millisecond, and is on every
 * Linux machine. A command is repeated within one measurement where a single run is too short for that; bash's own
 * fork, about 0.3 ms a run, is part of every figure.
 */
const MEASURE = `TIMEFORMAT='%3U %3S'; n=$1; shift; time for ((i = 0; i < n; i++)); do "$@" >/dev/null 2>&1; done`;

/** The command line that runs a command `repeat` times and prints its CPU seconds, user and system, on stderr. */
export function measured(command: readonly string[], repeat: number): string[] {
  return ['bash', '-c', MEASURE, 'bash', String(repeat), ...command];
}

/** CPU seconds of one run, from what a measured command printed. */
export function cpuSeconds(printed: string, repeat: number): number {
  const match = /^(\d+\.\d+) (\d+\.\d+)$/m.exec(printed);
  if (match === null) throw new Error(`bash measured nothing: ${printed}`);
  return (Number(match[1]) + Number(match[2])) / repeat;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Least to greatest: `0.012-0.015`. */
export function spread(values: readonly number[], digits: number): string {
  return `${Math.min(...values).toFixed(digits)}-${Math.max(...values).toFixed(digits)}`;
}

export function describeMachine(): string {
  return `Node ${process.versions.node}, Linux ${release()}, ${availableParallelism()} cores`;
}

/** Prints rows in aligned columns, the first to the left, figures to the right. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  for (const row of rows) {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(`  ${cells.join('  ').trimEnd()}`);
  }
}
