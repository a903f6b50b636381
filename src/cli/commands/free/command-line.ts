import { CliError, EXIT } from '../../exit-code.ts';

/**
 * A command line in which {port}, {port1}, {port2} ... stand for ports, the first, the second and so on. Throws CliError
 * (usage) when it names one that there is not.
 */
export function withPorts(words: readonly string[], ports: readonly number[]): string[] {
  return words.map((word) =>
    word.replaceAll(/\{port(\d*)\}/g, (name: string, digits: string) => {
      const port = ports[Number(digits)]; // {port} is {port0}
      if (port !== undefined) return String(port);
      throw new CliError(EXIT.usage, `${name} is port ${Number(digits) + 1}, and only ${ports.length} were asked for`);
    }),
  );
}
