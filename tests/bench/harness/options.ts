import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** Options are numbers, or lists of them with commas between; a list may be given where its default is one. */
export type OptionSpecs = Record<string, { default: number | number[]; about?: string; orZero?: boolean }>

export type OptionsOf<Specs extends OptionSpecs> = {
  [Name in keyof Specs]: Specs[Name]['default'] extends number[] ? number[] : number
}

const flagOf = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** A line for each option: how it is given, with its default, and what it says. */
export function describeOptions(specs: OptionSpecs): string {
  return Object.entries(specs)
    .map(([name, spec]) => `  ${`--${flagOf(name)} ${spec.default}`.padEnd(32)}${spec.about ?? ''}`.trimEnd())
    .join('\n')
}

export interface ParsedOptions<Specs extends OptionSpecs> {
  options: OptionsOf<Specs>
  /** What is given without a name; empty where a command takes nothing. */
  operand: string
  /** Where results go, if that was said. */
  out: string | undefined
}

/**
 * Null where help is wanted. `operand` is what a command has to be given without a name.
 * @throws for what there isn't, for a value that isn't a number above zero, and without the operand
 */
export function parseOptions<Specs extends OptionSpecs>(
  specs: Specs,
  args: string[],
  operand?: string,
): ParsedOptions<Specs> | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: operand !== undefined,
    options: {
      ...Object.fromEntries(Object.keys(specs).map((name) => [flagOf(name), { type: 'string' as const }])),
      out: { type: 'string' },
      write: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return null
  const [given = ''] = positionals
  if (operand !== undefined && (given === '' || positionals.length > 1))
    throw new Error(`give one ${operand}`)
  const named = new Map(Object.entries(values))
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, readValue(name, spec, named.get(flagOf(name)))]),
  ) as OptionsOf<Specs>
  return { options, operand: given, out: values.out ?? (values.write ? join('docs', 'bench') : undefined) }
}

function readValue(name: string, spec: OptionSpecs[string], given: unknown): number | number[] {
  if (given === undefined) return spec.default
  const numbers = String(given).split(',').map(Number)
  const [first = Number.NaN] = numbers
  const isGood = numbers.every((number) => number > 0 || (spec.orZero && number === 0))
  const isList = Array.isArray(spec.default)
  if (!isGood || (!isList && numbers.length > 1))
    throw new Error(`--${flagOf(name)} must be ${isList ? 'numbers with commas between' : 'a number'}`)
  return isList ? numbers : first
}
