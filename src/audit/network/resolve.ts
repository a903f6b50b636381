import { lookup } from 'node:dns/promises';

/** A name that has no address; the message says why. */
export class UnknownHost extends Error {
  override readonly name = 'UnknownHost';
}

/**
 * The addresses of a name, once and for all: what is judged by the guard is what is connected to, whatever the name says a
 * second later (DNS rebinding). By the system's own resolver, /etc/hosts included. Throws UnknownHost.
 */
export async function resolveHost(name: string): Promise<string[]> {
  try {
    const found = await lookup(name, { all: true, order: 'verbatim' });
    return [...new Set(found.map(({ address }) => address))];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnknownHost(
      code === 'ENOTFOUND' || code === 'EAI_AGAIN'
        ? `the name ${name} has no address here (${code})`
        : `${name}: ${String(error)}`,
    );
  }
}
