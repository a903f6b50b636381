import { NO_OVERLAY, Overlay, type OverlayFile, type ServiceList } from '../knowledge/overlay.ts';
import { findOverlayFiles } from '../overlay/find-files.ts';
import { OverlayError } from '../overlay/overlay-error.ts';
import type { Input } from './command.ts';
import type { Context } from './context.ts';
import { CliError, EXIT } from './exit-code.ts';
import { printable } from './printable.ts';

/** The user's notes that hold in this folder, and the lists of services asked for. */
export async function openOverlay(input: Input, context: Context): Promise<Overlay> {
  try {
    const files = input.has('no-overlay') ? [] : await readFiles(context);
    const wanted = new Set(files.flatMap((file) => file.services));
    const asked = input.value('services');
    if (asked !== null) wanted.add(asked);
    if (files.length === 0 && wanted.size === 0) return NO_OVERLAY;
    return new Overlay(files, await readLists([...wanted]));
  } catch (error) {
    if (!(error instanceof OverlayError)) throw error;
    // Faults name keys of the file, which may hold anything.
    const faults = error.message.split('\n').map(printable).join('\n');
    throw new CliError(EXIT.couldNotLook, `${faults}\nportolan: --no-overlay leaves your notes aside`);
  }
}

async function readFiles({ environment }: Context): Promise<OverlayFile[]> {
  const found = findOverlayFiles({ folder: currentFolder(), environment, uid: process.geteuid?.() ?? null });
  if (found.length === 0) return [];
  const { readOverlay } = await import('../overlay/read-overlay.ts');
  return found.map(({ path, text }) => readOverlay(path, text));
}

/** A folder that was removed under the shell has no path, and no notes. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

async function readLists(paths: readonly string[]): Promise<ServiceList[]> {
  if (paths.length === 0) return [];
  const { readServiceList } = await import('../overlay/read-service-list.ts');
  return paths.map(readServiceList);
}
