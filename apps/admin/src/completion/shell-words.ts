import type { CommandNode } from './read-command-tree.ts'

/** A word that no shell reads anything into. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** A name of a function of the shell. */
export function functionName(name: string): string {
  return `_${name.replaceAll('-', '_')}_complete`
}

/** Paths of commands, as patterns of a `case`. */
export function paths(tree: readonly CommandNode[]): string[] {
  return tree.flatMap(({ path }) => (path === '' ? [] : [quote(path)]))
}
