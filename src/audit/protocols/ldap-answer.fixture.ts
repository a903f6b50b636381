const wrap = (tag: number, ...parts: readonly (readonly number[])[]): number[] => {
  const value = parts.flat();
  return [
    tag,
    ...(value.length < 128 ? [value.length] : [0x84, 0, 0, value.length >> 8, value.length & 255]),
    ...value,
  ];
};
const text = (value: string): number[] => wrap(4, [...Buffer.from(value)]);

/** What a server of a test answers to a search. */
export function ldapEntry(id: number, attributes: Readonly<Record<string, readonly string[]>>): Uint8Array {
  const list = Object.entries(attributes).map(([name, values]) =>
    wrap(0x30, text(name), wrap(0x31, ...values.map(text))),
  );
  return Uint8Array.from(wrap(0x30, wrap(2, [id]), wrap(0x64, text(''), wrap(0x30, ...list))));
}

export function ldapDone(id: number, code: number): Uint8Array {
  return Uint8Array.from(wrap(0x30, wrap(2, [id]), wrap(0x65, wrap(0x0a, [code]), text(''), text(''))));
}
