import { createHash } from 'node:crypto'
import { splitStatements } from './split-statements.ts'

/** How a batched step goes through a table. */
export interface Batching {
  table: string
  /** Key columns, in the order of the key. */
  columns: string[]
  /** Rows of one batch. */
  rows: number
}

export interface Step {
  name: string
  statements: string[]
  /** Of the step's whole text, in hex. */
  sha256: string
  /** Null for a step that is run once. */
  batching: Batching | null
}

/** What a migration's file asks for: one transaction, or steps that commit by themselves. */
export type Plan = { form: 'transaction'; statements: string[] } | { form: 'steps'; steps: Step[] }

const firstLineOfSteps = '-- no transaction'
const almostFirstLine = /^\s*--\s*no[ -]?transaction\b/i
const almostHeader = /^\s*--\s*step\b/i
const header =
  /^-- step: ([^,]+?)(?:, by ([a-z_][a-z0-9_]*) \(([a-z0-9_]+(?:, [a-z0-9_]+)*)\), ([1-9]\d*) rows)?$/
const ofTransactions = /^(begin|start\s+transaction|commit|end|rollback|abort|savepoint|release)\b/i

/**
 * Reads the text of a migration; migrations/README.md says how one is written.
 * @throws Error with a sentence for its author
 */
export function parseMigration(sql: string): Plan {
  const lines = sql.split(/\r?\n/)
  if (lines[0] === firstLineOfSteps) return { form: 'steps', steps: parseSteps(lines.slice(1)) }
  if (lines.some((line) => almostFirstLine.test(line)))
    throw new Error(`"${firstLineOfSteps}" must be the first line, and nothing else on it`)
  if (lines.some((line) => almostHeader.test(line)))
    throw new Error(`it has steps, but its first line isn't "${firstLineOfSteps}"`)
  return { form: 'transaction', statements: parseStatements(sql) }
}

function parseSteps(lines: string[]): Step[] {
  const starts = lines.flatMap((line, index) => (almostHeader.test(line) ? [index] : []))
  if (splitStatements(lines.slice(0, starts[0]).join('\n')).length > 0)
    throw new Error('it has SQL before its first "-- step: <name>"')
  const steps = starts.map((start, index) => parseStep(lines.slice(start, starts[index + 1])))
  const names = steps.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`it has two steps named "${twice}"`)
  return steps
}

function parseStep(lines: string[]): Step {
  const [first = '', ...rest] = lines
  const [, name, table, columns, rows] = header.exec(first.trimEnd()) ?? []
  if (name === undefined)
    throw new Error(
      `"${first}" should read "-- step: <name>" or "-- step: <name>, by <table> (<column>, …), <n> rows"`,
    )
  const statements = parseStatements(rest.join('\n'))
  if (statements.length === 0) throw new Error(`its step "${name}" has no SQL`)
  const batching = table && columns ? { table, columns: columns.split(', '), rows: Number(rows) } : null
  return { name, statements, sha256: sha256(lines.join('\n').trim()), batching }
}

function parseStatements(sql: string): string[] {
  const statements = splitStatements(sql)
  const own = statements.find((statement) => ofTransactions.test(statement))
  if (own !== undefined) throw new Error(`"${own}" is the migrator's business`)
  return statements
}

/** SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
