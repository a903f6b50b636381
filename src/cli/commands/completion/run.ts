import { closestNames } from '../../../knowledge/closest-names.ts';
import type { CommandSpec, Run } from '../../command.ts';
import { bashScript } from '../../completion/bash.ts';
import { fishScript } from '../../completion/fish.ts';
import { serviceNames, type ServiceNames } from '../../completion/service-names.ts';
import { completionTree, type CompletionTree } from '../../completion/tree.ts';
import { zshScript } from '../../completion/zsh.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { SHELLS } from './command.ts';
import { VERSION } from '../../version.ts';

type Writer = (tree: CompletionTree, services: ServiceNames, version: string) => string;

const WRITERS: Readonly<Record<(typeof SHELLS)[number], Writer>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export function runCompletion(commands: readonly CommandSpec[]): Run {
  return async ({ args }, { stdout }) => {
    const shell = SHELLS.find((name) => name === args[0]);
    if (shell === undefined || args.length > 1) throw new CliError(EXIT.usage, describeWrong(args));
    stdout.write(WRITERS[shell](completionTree(commands), serviceNames(openKnowledge()), VERSION));
  };
}

function describeWrong(args: readonly string[]): string {
  const [word] = args;
  if (word === undefined) return 'for which shell? portolan completion bash, zsh or fish';
  if (args.length > 1) return `completion takes one shell, and got ${args.length}: ${args.join(' ')}`;
  const [close] = closestNames(word, SHELLS, 1);
  const hint = close === undefined ? `there are ${SHELLS.join(', ')}` : `did you mean ${close}?`;
  return `there is no script for the shell "${word}"; ${hint}`;
}
