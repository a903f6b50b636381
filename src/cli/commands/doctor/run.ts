import { existsSync } from 'node:fs';
import { release } from 'node:os';
import { dirname, join } from 'node:path';
import { openProcFs } from '../../../sockets/linux/node-proc-fs.ts';
import { EVERYTHING } from '../../../sockets/snapshot.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { DoctorDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { folderBeside, STORE_FLAG, storeLocationOf } from '../../store/store-flag.ts';
import { takeExplainedSnapshot } from '../../snapshot/best-snapshot.ts';
import { checkBackend } from './backend-check.ts';
import { check, type Check } from './check.ts';
import { writeChecks } from './doctor-text.ts';
import { checkOutsideView } from './outside-view.ts';
import { checkIPv6, checkNamespaces, checkProc, checkProcesses, checkTables } from './proc-checks.ts';
import { checkCertificates, checkCodeCache, checkKnowledge, checkNotes } from './program-checks.ts';
import { checkRights } from './rights.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const checks = input.has(STORE_FLAG.long) ? await checkStore(input, context) : await checkAll(context);
  const limited = checks.filter(({ state }) => state === 'limited').length;
  if (input.has('json')) {
    const document: DoctorDocument = { ...envelope('doctor', context), limited, checks };
    context.stdout.line(JSON.stringify(document, null, 2));
  } else writeChecks(checks, context);
  if (input.has('strict') && limited > 0) {
    throw new CliError(EXIT.couldNotLook, `${limited} of ${checks.length} are limited, and --strict was given`);
  }
}

async function checkAll(context: Context): Promise<Check[]> {
  return [
    ...(await checkMachine(context)),
    checkKnowledge(),
    await checkNotes({
      folder: currentFolder(),
      environment: context.environment,
      uid: process.geteuid?.() ?? null,
    }),
    checkCodeCache(import.meta.dirname),
    checkCertificates(context.environment),
  ];
}

async function checkStore(input: Input, context: Context): Promise<Check[]> {
  const location = storeLocationOf(input, context);
  const [{ lookAtStore }, { judgeStore }] = await Promise.all([
    import('./store/look-at-store.ts'),
    import('./store/store-checks.ts'),
  ]);
  const beside = folderBeside(location, context);
  const spool = join(location.engine === 'duckdb' ? dirname(beside) : beside, 'spool');
  return judgeStore(await lookAtStore(location, spool, context.now().getTime()));
}

async function checkMachine(context: Context): Promise<Check[]> {
  const node = check('node', 'ok', `Node ${process.versions.node}`);
  if (process.platform !== 'linux') {
    const found = `${process.platform} ${release()}, ${process.arch}: the checks of rights and sockets below are of Linux`;
    return [check('platform', 'limited', found, 'explain and search work everywhere'), node];
  }
  const fs = openProcFs(context.environment['PORTOLAN_ROOT'] ?? '/');
  const checks = [
    check('platform', 'ok', `Linux ${release()}, ${process.arch}`),
    node,
    checkProc(fs),
    checkRights(openProcFs()),
  ];
  try {
    const { snapshot, choice } = await takeExplainedSnapshot(context, EVERYTHING);
    const { completeness, host } = snapshot;
    checks.push(checkTables(completeness), checkProcesses(completeness), checkIPv6(fs, host), checkBackend(choice));
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode === EXIT.usage) throw error;
    checks.push(check('tables', 'limited', error.message));
  }
  checks.push(checkNamespaces(fs), checkOutsideView(openProcFs(), existsSync));
  return checks;
}

/** A folder that was removed under the shell has no path, and no notes. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}
