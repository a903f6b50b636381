import { stringify } from 'yaml';
import { loadHandWritten } from '../load.ts';
import { isKebabCase, NewFileError, type NewFile } from './new-file.ts';
import { HEAD } from './template-head.ts';

/** Begins the file of a malicious or abused program. Throws NewFileError where the name is none, or is known. */
export function newProgram(folder: string, words: readonly string[]): NewFile {
  const name = words.join(' ').trim();
  const slug =
    name
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-') ?? '';
  if (!isKebabCase(slug)) throw new NewFileError(`"${name}" has no letters or digits to name a file by`);
  const known = loadHandWritten(folder).programs.find(({ value }) =>
    [value.name, ...value.aliases].some((one) => one.toLowerCase() === name.toLowerCase()),
  );
  if (known !== undefined) throw new NewFileError(`${name} is on record already: ${folder}/${known.file}`);
  return {
    file: `malware/${slug}.yaml`,
    text: programTemplate(name),
    next: `npm start -- explain ${/\s/.test(name) ? `"${name}"` : name}`,
  };
}

function programTemplate(name: string): string {
  return `${HEAD}
name: ${stringify(name).trim()}

## trojan, backdoor, worm, botnet, password-stealer or tool.
kind: TODO

## Other names and spellings, mistranslated ones of port lists included.
# aliases: [TODO]

## First and last year; a bound that is not known stays out.
# era: { from: TODO, to: TODO }

## What it was. Sources are ids of sources/*.yaml, or a CVE in lower case (cve-1999-0514).
## confidence: primary (its source code or a first-hand analysis says it), corroborated (two sources that do not copy
## each other; port lists do), single (one source, or several that copy each other), disputed.
summary:
  text: TODO
  sources: [TODO]
  confidence: single

## An unrelated thing of the same name.
# notToBeConfusedWith: TODO

## The ports it is on record for. direction: listens, connects-out, both or unknown.
ports:
  - key: TODO
    direction: unknown
    # note: TODO
    sources: [TODO]
    confidence: single

## Ids of claims.yaml that name it.
# claims: [TODO]
`;
}
