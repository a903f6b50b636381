/** Chosen anew by each process, so that nobody can send keys that all fall into one slot. */
let seed = Math.floor(Math.random() * 2 ** 32);

export function hashSeed(): number {
  return seed;
}

/** Goes on with the seed of another process, whose hashes were kept; before anything is hashed. */
export function setHashSeed(other: number): void {
  seed = other;
}

/** 32 bits of three numbers: multiply and fold. */
export function hash3(a: number, b: number, c: number): number {
  let value = Math.imul(a ^ seed, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 15) ^ b, 0x85ebca77);
  value = Math.imul(value ^ (value >>> 13) ^ c, 0xc2b2ae3d);
  value = Math.imul(value ^ (value >>> 16), 0x27d4eb2f);
  return (value ^ (value >>> 15)) >>> 0;
}
