import type { Context } from '../../context.ts';
import { printable } from '../../printable.ts';

export type LogLevel = 'info' | 'warning' | 'error';

/** What a service says of itself while it runs, line by line. */
export type Log = (level: LogLevel, message: string, facts?: Readonly<Record<string, string | number>>) => void;

/** On stderr: a sentence each, or one JSON object each for programs that collect logs. */
export function createLog(form: 'text' | 'json', { stderr, now }: Context): Log {
  const write = (line: string): void => {
    stderr.line(line);
    stderr.flush();
  };
  if (form === 'json') {
    return (level, message, facts = {}) =>
      write(JSON.stringify({ time: now().toISOString(), level, message, ...facts }));
  }
  return (level, message) => write(`portolan: ${level === 'info' ? '' : `${level}: `}${printable(message)}`);
}
