import fc from 'fast-check';

/** Asks a decoder for bytes nobody meant, and for messages with some bytes changed, cut off or repeated: it must not throw. */
export function expectRobust(decode: (bytes: Uint8Array) => unknown, samples: readonly Uint8Array[]): void {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => void decode(bytes)));
  const change = fc.record({
    sample: fc.nat(Math.max(samples.length - 1, 0)),
    cut: fc.nat(),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(change, ({ sample, cut, changes }) => {
      const bytes = Uint8Array.from(samples[sample] ?? []);
      for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
      decode(cut % 2 === 0 ? bytes : bytes.subarray(0, cut % (bytes.length + 1)));
    }),
    { numRuns: 300 },
  );
}
