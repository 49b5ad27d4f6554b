import { Argument, type Command, InvalidArgumentError } from 'commander'
import { type CompletionShell, completionShells, makeCompletion } from '../completion/make-completion.ts'
import { readCommandTree } from '../completion/read-command-tree.ts'
import type { Session } from '../session.ts'

/** `completion <shell>`, made of the commands that there are. */
export function addCompletion(program: Command, { output }: Session): void {
  program
    .command('completion')
    .description('print what makes a shell complete these commands')
    .addArgument(new Argument('<shell>', 'yours').choices(completionShells))
    .option('--name <name>', 'what you call this command in your shell', parseName, 'intake')
    .addHelpText(
      'after',
      `
Give the command a short name first, then let the shell complete it. In ~/.bashrc or ~/.zshrc:
  intake() { npm run --silent --prefix /path/to/intake admin -- "$@"; }
  source <(intake completion bash)     # or zsh
In ~/.config/fish/config.fish:
  function intake; npm run --silent --prefix /path/to/intake admin -- $argv; end
  intake completion fish | source`,
    )
    .action((shell: CompletionShell, { name }: { name: string }) => {
      const script = makeCompletion(shell, name, readCommandTree(program))
      output.result({ shell, name, script }, script)
    })
}

function parseName(text: string): string {
  if (!/^[A-Za-z][\w-]*$/.test(text)) throw new InvalidArgumentError('It has letters, digits, - and _ only.')
  return text
}
