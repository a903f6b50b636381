import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * The secret of the address that `serve` prints, once for each run. The page brings it from behind the # of its address, where no server and
 * no log sees it, and keeps it as a cookie that no script sees.
 */
export class PageToken {
  readonly text: string;
  readonly #digest: Buffer;

  constructor(random = randomBytes(32)) {
    this.text = random.toString('base64url');
    this.#digest = digest(this.text);
  }

  /** In the same time for every text. */
  isIt(text: string): boolean {
    return timingSafeEqual(this.#digest, digest(text));
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
