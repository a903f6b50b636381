import type { OverlayFile } from '../knowledge/overlay.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { OverlayError } from './overlay-error.ts';
import { overlaySchema } from './schema.ts';

/** Understands one file. Throws OverlayError with every fault in it, one a line, as compilers print them. */
export function readOverlay(path: string, text: string): OverlayFile {
  const result = readYaml(text, overlaySchema.nullable());
  if ('faults' in result) {
    const faults = result.faults.slice(0, 10);
    const lines = faults.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);
    if (result.faults.length > faults.length) lines.push(`and ${result.faults.length - faults.length} more`);
    throw new OverlayError(lines.join('\n'));
  }
  // Null is a file of which every line is a comment, or none is there.
  const { ports = {}, services = [] } = result.value ?? {};
  return { path, ports, services };
}
