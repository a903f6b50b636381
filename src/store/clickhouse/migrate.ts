import { StoreError } from '../store.ts';
import type { EntryNodes } from './entry-nodes.ts';
import { failureOf, UNKNOWN_DATABASE, UNKNOWN_TABLE } from './failure.ts';
import type { Form } from './form.ts';
import { MIGRATIONS, NEWEST_VERSION, type Migration } from './migrations.ts';

/** Statements for all servers wait for each of them; one that is down must not hold a start up for minutes. */
export const DDL_SETTINGS = { distributed_ddl_task_timeout: '50' };

/**
 * Brings the tables to the newest form. Where they have it, one question is all that is asked, which works while servers are down.
 * Throws StoreError for tables that a newer program made, Failure where a server does not do it.
 */
export async function migrate(
  nodes: EntryNodes,
  form: Form,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  const newest = Math.max(...migrations.map(({ version }) => version), 0);
  const version = await versionOf(nodes, form);
  if (version > newest) {
    throw new StoreError(
      `the database ${form.database} was made by a newer portolan (form ${version}, and this one knows ${NEWEST_VERSION}); bring this one up to date`,
    );
  }
  if (version === newest) return;
  await nodes.command(`CREATE DATABASE IF NOT EXISTS ${form.database}${form.onCluster}`, { settings: DDL_SETTINGS });
  for (const step of migrations.filter((each) => each.version > version)) {
    for (const statement of step.statements(form)) await nodes.command(statement, { settings: DDL_SETTINGS });
    await nodes.command(`INSERT INTO ${form.table('schema_version')} (version) VALUES (${step.version})`);
  }
}

/** 0 where there is nothing yet. */
async function versionOf(nodes: EntryNodes, form: Form): Promise<number> {
  try {
    const [[version = 0] = []] = await nodes.rows(`SELECT max(version) FROM ${form.table('schema_version')}`);
    return Number(version);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === UNKNOWN_DATABASE || failure.code === UNKNOWN_TABLE) return 0;
    throw failure;
  }
}
