/** The same statement without Portolan:   node bare.mjs FOLDER SQL */
import { DuckDBInstance } from '@duckdb/node-api';

const [folder, sql] = process.argv.slice(2);
const instance = await DuckDBInstance.create(`${folder}/hot.duckdb`, { access_mode: 'READ_ONLY', memory_limit: '1GB' });
const connection = await instance.connect();
process.stdout.write(`${(await connection.runAndReadAll(sql)).getRows().length}\n`);
