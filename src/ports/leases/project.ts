import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the folder of a project has: a repository (in a worktree .git is a file), or a package. */
const MARKS = ['.git', 'package.json'];

/** The nearest folder upward that is a project's, links resolved; the folder itself when none is. */
export function findProject(folder: string): string {
  const start = realpathSync(folder);
  for (let at = start; ; at = dirname(at)) {
    if (MARKS.some((mark) => existsSync(join(at, mark)))) return at;
    if (at === dirname(at)) return start;
  }
}
