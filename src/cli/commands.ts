import type { CommandSpec } from './command.ts';

/** A command by its names. What it says of itself is loaded when it is meant: thirty descriptions are not free. */
export interface CommandEntry {
  /** Its own name, then other ones; the empty name is the command without a name. */
  readonly names: readonly [name: string, ...aliases: string[]];
  readonly spec: () => Promise<CommandSpec>;
}

/** `sensors add`, `readers rotate` ...: the same four for who may write and who may read. */
const TOKEN_COMMANDS = (['sensor', 'reader'] as const).flatMap((kind) =>
  (['add', 'list', 'remove', 'rotate'] as const).map((verb): CommandEntry => ({
    names: [`${kind}s ${verb}`],
    spec: async () => (await import('./commands/tokens/command.ts')).tokenCommand(kind, verb),
  })),
);

/** In the order in which help lists them. */
export const COMMANDS: readonly [CommandEntry, ...CommandEntry[]] = [
  { names: [''], spec: async () => (await import('./commands/glance/command.ts')).glance },
  { names: ['explain'], spec: async () => (await import('./commands/explain/command.ts')).explain },
  { names: ['search'], spec: async () => (await import('./commands/search/command.ts')).search },
  { names: ['sockets', 'netstat'], spec: async () => (await import('./commands/sockets/command.ts')).sockets },
  { names: ['traffic'], spec: async () => (await import('./commands/traffic/command.ts')).traffic },
  { names: ['ingest'], spec: async () => (await import('./commands/ingest/command.ts')).ingest },
  // Before `audit`, whose first word they share.
  { names: ['audit init'], spec: async () => (await import('./commands/audit-init/command.ts')).auditInit },
  { names: ['audit diff'], spec: async () => (await import('./commands/audit-diff/command.ts')).auditDiff },
  { names: ['audit'], spec: async () => (await import('./commands/audit/command.ts')).audit },
  { names: ['report'], spec: async () => (await import('./commands/report/command.ts')).report },
  { names: ['free'], spec: async () => (await import('./commands/free/command.ts')).free },
  { names: ['lease'], spec: async () => (await import('./commands/lease/command.ts')).lease },
  { names: ['wait'], spec: async () => (await import('./commands/wait/command.ts')).wait },
  { names: ['who'], spec: async () => (await import('./commands/who/command.ts')).who },
  { names: ['kill'], spec: async () => (await import('./commands/kill/command.ts')).kill },
  { names: ['ephemeral'], spec: async () => (await import('./commands/ephemeral/command.ts')).ephemeral },
  { names: ['hidden'], spec: async () => (await import('./commands/hidden/command.ts')).hidden },
  { names: ['diff'], spec: async () => (await import('./commands/diff/command.ts')).diff },
  { names: ['snapshot save'], spec: async () => (await import('./commands/snapshot-save/command.ts')).snapshotSave },
  { names: ['snapshot list'], spec: async () => (await import('./commands/snapshot-list/command.ts')).snapshotList },
  { names: ['snapshot drop'], spec: async () => (await import('./commands/snapshot-drop/command.ts')).snapshotDrop },
  { names: ['ask'], spec: async () => (await import('./commands/ask/command.ts')).ask },
  { names: ['doctor'], spec: async () => (await import('./commands/doctor/command.ts')).doctor },
  {
    names: ['knowledge claims'],
    spec: async () => (await import('./commands/knowledge-claims/command.ts')).knowledgeClaims,
  },
  {
    names: ['knowledge patterns'],
    spec: async () => (await import('./commands/knowledge-patterns/command.ts')).knowledgePatterns,
  },
  {
    names: ['knowledge export'],
    spec: async () => (await import('./commands/knowledge-export/command.ts')).knowledgeExport,
  },
  { names: ['store stats'], spec: async () => (await import('./commands/store-stats/command.ts')).storeStats },
  { names: ['store backup'], spec: async () => (await import('./commands/store-backup/command.ts')).storeBackup },
  { names: ['store restore'], spec: async () => (await import('./commands/store-restore/command.ts')).storeRestore },
  { names: ['store drop'], spec: async () => (await import('./commands/store-drop/command.ts')).storeDrop },
  { names: ['demo'], spec: async () => (await import('./commands/demo/command.ts')).demo },
  { names: ['serve'], spec: async () => (await import('./commands/serve/command.ts')).serve },
  ...TOKEN_COMMANDS,
  { names: ['mcp'], spec: async () => (await import('./commands/mcp/command.ts')).mcp },
  { names: ['schema'], spec: async () => (await import('./commands/schema/command.ts')).schema },
  {
    names: ['completion'],
    spec: async () => (await import('./commands/completion/command.ts')).completion(allCommands),
  },
  { names: ['help'], spec: async () => (await import('./commands/help/command.ts')).help(allCommands) },
];

/** All commands with what they say of themselves: for help, completions and the man page. */
export function allCommands(): Promise<CommandSpec[]> {
  return Promise.all(COMMANDS.map((command) => command.spec()));
}
