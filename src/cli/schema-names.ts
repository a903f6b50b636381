/** Every JSON Schema there is: of answers, of their lines (--ndjson), and of files that people write. */
export const SCHEMA_NAMES = [
  'explain',
  'search',
  'sockets',
  'glance',
  'claims',
  'patterns',
  'doctor',
  'schemas',
  'explain-row',
  'search-row',
  'sockets-row',
  'glance-row',
  'claims-row',
  'patterns-row',
  'registry-row',
  'dossier',
  'program',
  'pattern',
  'sources',
  'claims-file',
  'overlay',
] as const;

export type SchemaName = (typeof SCHEMA_NAMES)[number];
