import type { Command } from 'commander'

/** What may stand at a place of a command line. */
export interface Word {
  text: string
  does: string
}

export interface OptionWord extends Word {
  takesValue: boolean
  /** The only values that it takes; none: any. */
  values: readonly string[]
}

/** A command, after the words of its path. */
export interface CommandNode {
  /** Such as `lead find`; empty for the program itself. */
  path: string
  commands: Word[]
  /** Those of the commands before it, too. */
  options: OptionWord[]
  /** Values of its arguments, where only some are taken. */
  values: string[]
}

/** All commands below one, itself first. */
export function readCommandTree(program: Command): CommandNode[] {
  return walk(program, '', [])
}

function walk(command: Command, path: string, inherited: readonly OptionWord[]): CommandNode[] {
  const options = [...command.options.filter(({ hidden }) => !hidden).flatMap(wordOf), ...inherited]
  const commands = command.commands.map((one) => ({ text: one.name(), does: one.description() }))
  const values = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
  return [
    { path, commands, options: [...options, help], values },
    ...command.commands.flatMap((one) => walk(one, path ? `${path} ${one.name()}` : one.name(), options)),
  ]
}

const help: OptionWord = { text: '--help', does: 'display help for command', takesValue: false, values: [] }

function wordOf({ long, description, required, optional, argChoices }: Command['options'][number]) {
  const takesValue = required || optional
  return long ? [{ text: long, does: description, takesValue, values: argChoices ?? [] }] : []
}
