/** Something that takes bytes of somebody else. */
export interface Target {
  readonly name: string;
  /** What mutation begins with: whole, valid inputs. */
  readonly seeds: () => readonly Uint8Array[];
  /** Takes the bytes as the program does. Throws, or rejects, where it did what it never may. */
  readonly run: (bytes: Uint8Array) => unknown;
}

/** An input was taken, but not as it must be. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** Runs a reader whose refusals are errors of these kinds; everything else it throws is a fault. */
export function refusing(
  read: (bytes: Uint8Array) => unknown,
  ...refusals: readonly (abstract new (...args: never[]) => Error)[]
): Target['run'] {
  return (bytes) => {
    try {
      read(bytes);
    } catch (error) {
      if (!refusals.some((kind) => error instanceof kind)) throw error;
    }
  };
}
