import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { widthOf } from '../column-type.ts';
import type { ColumnBatch } from '../column-batch.ts';
import { TABLES, type TableName } from '../schema.ts';
import type { DuckDb } from './load.ts';

/** Rows of a vector of DuckDB (STANDARD_VECTOR_SIZE). */
const VECTOR_ROWS = 2048;

/**
 * Copies batches into a table as they lie in memory: no value becomes a JavaScript one. It is the bindings' own way for that,
 * typed and public, and as unforgiving as C: the widths of the schema must be those of the table.
 */
export class ChunkWriter {
  readonly #duckdb: DuckDb;
  readonly #table: TableName;
  readonly #chunk: DuckDBDataChunk;

  constructor(duckdb: DuckDb, table: TableName) {
    this.#duckdb = duckdb;
    this.#table = table;
    this.#chunk = duckdb.api.DuckDBDataChunk.create(TABLES[table].columns.map(({ type }) => duckdb.types[type]));
  }

  /** Appends all rows of a batch of this table, in the transaction that is open. */
  async append(connection: DuckDBConnection, batch: ColumnBatch): Promise<void> {
    const { bindings } = this.#duckdb;
    const appender = await connection.createAppender(`${this.#table}_hot`);
    try {
      const { bytes } = batch;
      // The copy takes no shared memory.
      const whole =
        bytes.buffer instanceof ArrayBuffer ? { buffer: bytes.buffer, at: bytes.byteOffset } : copyOf(bytes);
      for (let from = 0; from < batch.rows; from += VECTOR_ROWS) {
        const rows = Math.min(VECTOR_ROWS, batch.rows - from);
        this.#chunk.reset();
        bindings.data_chunk_set_size(this.#chunk.chunk, rows);
        let offset = whole.at;
        for (const [index, column] of TABLES[this.#table].columns.entries()) {
          const width = widthOf(column);
          const vector = bindings.data_chunk_get_vector(this.#chunk.chunk, index);
          bindings.copy_data_to_vector(vector, 0, whole.buffer, offset + from * width, rows * width);
          offset += batch.rows * width;
        }
        appender.appendDataChunk(this.#chunk);
      }
      appender.flushSync();
    } finally {
      appender.closeSync();
    }
  }
}

function copyOf(bytes: Uint8Array): { buffer: ArrayBuffer; at: number } {
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return { buffer, at: 0 };
}
