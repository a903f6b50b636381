import { spawnSync } from 'node:child_process';
import type { Lab } from './lab.ts';

const TIMEOUT_S = 10;

/**
 * Connects from outside, waits for a greeting where one is due, sends the lines one after the other and waits for an answer
 * to each. Gives what the server said.
 */
export function talk(lab: Lab, address: string, port: number, lines: readonly string[], greeting = true): string[] {
  const script = `
    const [address, port, greeting, ...lines] = process.argv.slice(1);
    const socket = require('node:net').connect(Number(port), address).setEncoding('latin1');
    const said = [];
    const next = () => (lines.length === 0 ? socket.end() : socket.write(lines.shift() + '\\r\\n'));
    socket.on('data', (text) => { said.push(text); next(); });
    socket.on('connect', () => greeting === 'true' || next());
    socket.on('error', (error) => said.push(error.code));
    socket.on('close', () => { console.log(JSON.stringify(said)); process.exit(); });
    setTimeout(() => socket.destroy(), ${TIMEOUT_S * 500}).unref();`;
  const command = [process.execPath, '-e', script, '--', address, String(port), String(greeting), ...lines];
  const [program, args] = lab.enterOutside(command);
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: TIMEOUT_S * 1000 });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}
