import { bashCompletion } from './bash-completion.ts'
import { fishCompletion } from './fish-completion.ts'
import type { CommandNode } from './read-command-tree.ts'
import { zshCompletion } from './zsh-completion.ts'

export const completionShells = ['bash', 'zsh', 'fish'] as const
export type CompletionShell = (typeof completionShells)[number]

/** A script for the shell that completes the command under this name. */
export function makeCompletion(shell: CompletionShell, name: string, tree: readonly CommandNode[]): string {
  const make = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[shell]
  return make(name, tree)
}
