import { readFileSync, statSync } from 'node:fs';
import { Script } from 'node:vm';
import { findOverlayFiles, type Surroundings } from '../../../overlay/find-files.ts';
import { OverlayError } from '../../../overlay/overlay-error.ts';
import { CliError } from '../../exit-code.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { VERSION } from '../../version.ts';
import { check, type Check } from './check.ts';

export function checkKnowledge(): Check {
  try {
    const knowledge = openKnowledge();
    const { dossiers, programs, patterns } = knowledge.counts;
    return check(
      'knowledge',
      'ok',
      `Portolan ${VERSION}, IANA registry of ${knowledge.registryUpdated}; ${dossiers} dossiers, ${programs} malicious programs, ${patterns} patterns`,
    );
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return check('knowledge', 'limited', error.message, 'install Portolan again');
  }
}

/** The user's portolan.yaml files, as every other command would find them. */
export async function checkNotes(surroundings: Surroundings): Promise<Check> {
  const faults: string[] = [];
  const paths: string[] = [];
  try {
    for (const { path, text } of findOverlayFiles(surroundings)) {
      paths.push(path);
      try {
        const { readOverlay } = await import('../../../overlay/read-overlay.ts');
        readOverlay(path, text);
      } catch (error) {
        if (!(error instanceof OverlayError)) throw error;
        faults.push(...error.message.split('\n'));
      }
    }
  } catch (error) {
    if (!(error instanceof OverlayError)) throw error;
    faults.push(...error.message.split('\n'));
  }
  if (faults.length > 0) {
    const [first = ''] = faults;
    const more = faults.length === 1 ? '' : `, and ${faults.length - 1} more`;
    return check(
      'notes',
      'limited',
      `${first}${more}`,
      'mend it; until then commands refuse to run without --no-overlay',
    );
  }
  return check('notes', 'ok', paths.length === 0 ? 'no portolan.yaml found' : paths.join(', '));
}

/** Whether V8 takes the caches that the build made; it refuses those of another version (docs/decisions/0003). */
export function checkCodeCache(folder: string): Check {
  const file = `${folder}/portolan.cjs`;
  let cachedData: Buffer;
  try {
    statSync(file);
    cachedData = readFileSync(`${file}.cache`);
  } catch {
    return check('code-cache', 'limited', 'none: every start compiles anew', 'in a checkout, npm start makes it');
  }
  // As bin/load.cjs wraps it: V8 compares the length of the source.
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`;
  // Under another name: what this process runs of the file already would be taken from V8's memory, unchecked.
  const script = new Script(source, { filename: `${file} (checked)`, cachedData });
  return script.cachedDataRejected === true
    ? check(
        'code-cache',
        'limited',
        `made for another Node than ${process.version}: every start compiles anew`,
        'in a checkout, npm start makes it',
      )
    : check('code-cache', 'ok', `in use, made for Node ${process.version}`);
}

/** Node 20 parses the root certificates at every start where this is set (nodejs/node#40524). */
export function checkCertificates(environment: NodeJS.ProcessEnv): Check {
  if ((environment['NODE_EXTRA_CA_CERTS'] ?? '') === '')
    return check('certificates', 'ok', 'NODE_EXTRA_CA_CERTS is not set');
  return check(
    'certificates',
    'limited',
    'NODE_EXTRA_CA_CERTS is set: Node 20 then reads all certificates at every start, for more than Portolan itself takes',
    'Portolan asks nobody over the network: start it with env -u NODE_EXTRA_CA_CERTS portolan',
  );
}
