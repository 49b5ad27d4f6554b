import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { describeOptions, type OptionSpecs, type OptionsOf, parseOptions } from './options.ts'
import { type Report, rounded } from './report.ts'

export interface CommandDefinition<Specs extends OptionSpecs> {
  /** Of the files that it writes. */
  name: string
  /** The npm script that runs it. */
  script: string
  about: string
  /** Arguments of a quick look. */
  quick: string
  /** What it has to be given without a name, if anything. */
  operand?: string
  options: Specs
  run(options: OptionsOf<Specs>, say: (line: string) => void, operand: string): Promise<Report>
}

/** Where a command tells what it does: progress, and then what it has found. */
export interface Teller {
  say(line: string): void
  log(text: string): void
  table(rows: object[]): void
}

export interface Command {
  name: string
  /** Answers the exit code. */
  start(args: string[], teller: Teller): Promise<number>
}

/** A benchmark: reads its options, runs, prints its tables and writes JSON and, where it has one, a picture. */
export function defineCommand<Specs extends OptionSpecs>(definition: CommandDefinition<Specs>): Command {
  const { name, script, about, quick, operand, options: specs, run } = definition
  const line = `npm run ${script}${operand ? ` -- <${operand}>` : ''}`
  const lineWith = (options: string) => `${line}${operand ? '' : ' --'} ${options}`
  const usage = `${about}

  ${line}
  ${lineWith(quick)}     a quick look
  ${lineWith('--write')}     writes to docs/bench, else to .data/bench; --out DIRECTORY to another one

${describeOptions(specs)}`

  return {
    name,
    async start(args, teller) {
      let parsed: ReturnType<typeof parseOptions<Specs>>
      try {
        parsed = parseOptions(specs, args, operand)
      } catch (error) {
        teller.log(`${error instanceof Error ? error.message : error}\n\n${usage}`)
        return 2
      }
      if (!parsed) {
        teller.log(usage)
        return 0
      }
      const { options, operand: given, out = join('.data', 'bench') } = parsed
      const started = performance.now()
      const report = await run(options, teller.say, given)
      const minutes = rounded((performance.now() - started) / 60_000, 1)
      print(report, teller)
      await writeReport(join(out, name), { minutes, options, ...(operand && { [operand]: given }) }, report)
      teller.log(`${minutes} minutes. Written to ${out}.`)
      return 0
    },
  }
}

function print({ tables, demands }: Report, teller: Teller): void {
  for (const { title, rows } of tables) {
    teller.log(`\n${title}`)
    teller.table(rows)
  }
  if (demands.length > 0) teller.table(demands.map((each) => ({ ...each, value: rounded(each.value, 2) })))
}

async function writeReport(path: string, run: object, { figures, demands, svg }: Report): Promise<void> {
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model }
  await mkdir(join(path, '..'), { recursive: true })
  const json = { date: new Date().toISOString().slice(0, 10), machine, ...run, ...figures, demands }
  await writeFile(`${path}.json`, `${JSON.stringify(json, null, 2)}\n`)
  if (svg) await writeFile(`${path}.svg`, svg)
}
