/** How full the disk of the store is; this file touches the system. */
import { statfsSync } from 'node:fs';

export interface DiskRoom {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Less, and the embedded store cannot finish a checkpoint. */
const FULL_BELOW = 8 * 1024 * 1024;

/** Of the disk that a folder is on, for who is not root; null where it cannot be asked. */
export function diskRoomOf(folder: string): DiskRoom | null {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}

export const isFull = ({ freeBytes }: DiskRoom): boolean => freeBytes < FULL_BELOW;
