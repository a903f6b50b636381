/** Chosen anew by each process, so that nobody can send keys that all fall into one slot. */
let seed = Math.floor(Math.random() * 2 ** 32);

export function hashSeed(): number {
  return seed;
}

/** For tables that come from another process. Those that hold anything by then find nothing any more. */
export function setHashSeed(value: number): void {
  seed = value;
}

/** 32 bits of four numbers, for tables that must find what they hold. */
export function hash4(a: number, b: number, c: number, d: number): number {
  return mix(mix(a ^ seed, b, c), d, 0);
}

/** The same of three. */
export function hash3(a: number, b: number, c: number): number {
  return mix(a ^ seed, b, c);
}

/** The same in every process, for what may be wrong now and then: the same input then gives the same answer. */
export function steadyHash3(a: number, b: number, c: number): number {
  return mix(a, b, c);
}

/** Multiply and fold. */
function mix(a: number, b: number, c: number): number {
  let value = Math.imul(a, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 15) ^ b, 0x85ebca77);
  value = Math.imul(value ^ (value >>> 13) ^ c, 0xc2b2ae3d);
  value = Math.imul(value ^ (value >>> 16), 0x27d4eb2f);
  return (value ^ (value >>> 15)) >>> 0;
}
