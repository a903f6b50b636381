import type { Conversation } from '../conversation/conversation.ts';
import { ask } from '../conversation/replies.ts';

/** A folder that is surely there: the server went into it. */
export interface FtpFolder {
  readonly path: string;
  /** Whether the file system lets others write into it, as far as a listing says; null where none does. */
  readonly isOpen: boolean | null;
}

/** Names that such folders have, for servers that list nothing over the control connection. */
const USUAL = ['incoming', 'upload', 'uploads', 'pub'];
const MAX_FOLDERS = 4;
/** A name that is safe in a command line: no control characters, no space that a server could read another way. */
const SAFE_NAME = /^[\w.+@~-]{1,64}$/;

/** Lines as `ls -l` writes them, which STAT with a path gives (RFC 959 section 4.1.3): vsftpd, ProFTPD, Pure-FTPd. */
export function parseListing(lines: readonly string[]): FtpFolder[] {
  const folders: FtpFolder[] = [];
  for (const line of lines) {
    const match = /^d[r-][w-]\S[r-][w-]\S[r-]([w-])[xtTs-]\S?\s.* (\S+)$/.exec(line.trim());
    const name = match?.[2] ?? '';
    if (name === '.' || name === '..' || !SAFE_NAME.test(name)) continue;
    folders.push({ path: name, isOpen: match?.[1] === 'w' });
  }
  return folders;
}

/**
 * Folders below where the login begins, those first that others may write to; only such as CWD goes into, because STOR to
 * a name that is no folder would make a file. Nothing is opened but the control connection.
 */
export async function findFolders(conversation: Conversation): Promise<readonly FtpFolder[]> {
  const here = await ask(conversation, 'PWD');
  // RFC 959 appendix II: the path is in quotation marks.
  const base = here?.code === 257 ? (/^"([^"\r\n]{1,200})"/.exec(here.lines[0] ?? '')?.[1] ?? null) : null;
  if (base === null) return [];
  const status = await ask(conversation, `STAT ${base}`);
  const listed = status === null || status.code >= 300 ? [] : parseListing(status.lines);
  const guessed = listed.length > 0 ? [] : USUAL.map((path): FtpFolder => ({ path, isOpen: null }));
  const inOrder = [...listed, ...guessed].sort((a, b) => Number(b.isOpen ?? false) - Number(a.isOpen ?? false));
  const found: FtpFolder[] = [];
  for (const { path: name, isOpen } of inOrder.slice(0, MAX_FOLDERS)) {
    const path = `${base.endsWith('/') ? base : `${base}/`}${name}`;
    const moved = await ask(conversation, `CWD ${path}`);
    if (moved === null) break;
    if (moved.code === 250) found.push({ path, isOpen });
  }
  await ask(conversation, `CWD ${base}`);
  return found;
}
