/** What is said of packed inputs that are not whole. */

export function cutNote(path: string): string {
  return `${path} is packed and cut off: what there is of it was read`;
}

export function damagedNote(path: string, reason: string): string {
  return `${path} is packed and damaged (${reason}): nothing behind that place was read`;
}

/** Where nothing of it could be read; `test`: the program that tests it. */
export function damagedSentence(path: string, reason: string, test: string): string {
  return `${path} is packed and damaged (${reason}): copy it again, try ${test}`;
}
