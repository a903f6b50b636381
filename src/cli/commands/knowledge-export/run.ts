import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { writeRegistry } from './registry-lines.ts';

export async function run(_input: Input, context: Context): Promise<void> {
  writeRegistry(openKnowledge(), context);
}
