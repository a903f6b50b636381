import type * as z from 'zod';
import type { Position } from './position.ts';
import { YamlFile, type Path, type YamlFault } from './yaml-file.ts';

/** What a file says, and where; or what is wrong with it. */
export type YamlResult<T> =
  | { readonly value: T; readonly at: (path: Path) => Position }
  | { readonly faults: readonly YamlFault[] };

/** Reads YAML that somebody wrote by hand, and says where it is not what it should be. */
export function readYaml<T>(text: string, schema: z.ZodType<T>): YamlResult<T> {
  const file = new YamlFile(text);
  if (file.faults.length > 0) return { faults: file.faults };
  const result = schema.safeParse(file.value());
  if (result.success) return { value: result.data, at: (path) => file.at(path) };
  const faults = result.error.issues.flatMap((issue) => describeIssue(issue, file));
  return { faults: faults.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** A fault each for keys that nobody knows; one for anything else. */
function describeIssue(issue: z.core.$ZodIssue, file: YamlFile): YamlFault[] {
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...file.atKey([...issue.path, key]),
      message: `${where}Unrecognized key: "${key}"`,
    }));
  }
  if (issue.code === 'invalid_key') {
    // Why the key is bad is said one level down.
    const message = issue.issues[0]?.message ?? issue.message;
    return [{ ...file.atKey(issue.path), message: `${where}${message}` }];
  }
  return [{ ...file.at(issue.path), message: `${where}${issue.message}` }];
}
