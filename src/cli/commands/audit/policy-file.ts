import { readBoundedFile } from '../../../overlay/bounded-file.ts';
import { OverlayError } from '../../../overlay/overlay-error.ts';
import { MAX_POLICY_BYTES, type Policy } from '../../../audit/policy/policy.ts';
import { PolicyError } from '../../../audit/policy/policy-error.ts';
import { CliError, EXIT } from '../../exit-code.ts';

/** Reads the file of --policy; null without one. Throws CliError with every fault, one a line. */
export async function policyOf(path: string | null, checks: readonly string[]): Promise<Policy | null> {
  if (path === null) return null;
  try {
    const file = readBoundedFile(path, MAX_POLICY_BYTES);
    if (file === null)
      throw new CliError(EXIT.usage, `--policy: there is no ${path}; portolan audit init > ${path} begins one`);
    // With yaml and zod, which no audit without a policy needs.
    const { readPolicy } = await import('../../../audit/policy/read-policy.ts');
    return readPolicy(path, file.text, checks);
  } catch (error) {
    if (error instanceof PolicyError || error instanceof OverlayError) throw new CliError(EXIT.usage, error.message);
    throw error;
  }
}
