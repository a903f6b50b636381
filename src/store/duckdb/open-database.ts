import type { DuckDBInstance } from '@duckdb/node-api';
import { StoreError } from '../store.ts';
import type { DuckDb } from './load.ts';
import { adviceOn, messageOf } from './rows.ts';
import type { StoreFolder } from './store-folder.ts';

const DATABASE = 'hot.duckdb';
/**
 * Rows are packed when the log has as many bytes; with DuckDB's own 16 MB, packing the same rows again and again was a sixth of storing
 * them. A store that was killed reads the log again when it is opened.
 */
const CHECKPOINT_AT = '64MB';

export interface Limits {
  /** As DuckDB writes it: `1GB`. Without one it takes most of the memory there is; what does not fit is written beside the store. */
  readonly memory?: string;
  readonly threads?: number;
}

/** Opens the database of a store. Throws StoreError where another process has it, or it cannot be read. */
export async function openDatabase(
  { api }: DuckDb,
  folder: StoreFolder,
  { memory = '1GB', threads }: Limits = {},
): Promise<DuckDBInstance> {
  try {
    return await api.DuckDBInstance.create(folder.pathOf(DATABASE), {
      memory_limit: memory,
      checkpoint_threshold: CHECKPOINT_AT,
      ...(threads !== undefined && { threads: String(threads) }),
      temp_directory: folder.pathOf('spill'),
      max_temp_directory_size: '16GB',
      // Extensions would be downloaded.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
    });
  } catch (error) {
    throw new StoreError(describe(folder.path, error));
  }
}

function describe(path: string, error: unknown): string {
  const message = messageOf(error);
  if (/conflicting lock|used by another process/i.test(message)) {
    const holder = /PID (\d+)/.exec(message)?.[1];
    const who = holder === undefined ? 'another process' : `process ${holder}`;
    return `the store ${path} is in use by ${who}; ask through that one (portolan serve), or stop it`;
  }
  if (/not a valid DuckDB|corrupt|checksum|deserializ|newer version|serialization|WAL file/i.test(message)) {
    return `the store ${path} is damaged: ${message}; put its last backup in its place (portolan store restore), or move the folder away to begin a new one`;
  }
  return `the store ${path} cannot be opened: ${message}${adviceOn(message)}`;
}
