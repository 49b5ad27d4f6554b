import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { readContactText } from '@intake/leads/suppression/read-contact-text'
import { CsvError, parse } from 'csv-parse'
import { AdminError } from '../admin-error.ts'
import { splitChannels } from './suppression-words.ts'

/** What a row says, for the schema of the API to check; or why it can't be read. */
export interface SuppressionRowRead {
  line: number
  input: Record<string, unknown> | { fault: string }
}

/** Names of columns and members, in lower case and without what isn't a letter. */
const names: Readonly<Record<string, string>> = {
  phone: 'phoneNumber',
  phonenumber: 'phoneNumber',
  telephone: 'phoneNumber',
  mobile: 'phoneNumber',
  email: 'email',
  emailaddress: 'email',
  domain: 'domain',
  contact: 'contact',
  channel: 'channels',
  channels: 'channels',
  reason: 'reason',
  expires: 'expiresAt',
  expiresat: 'expiresAt',
}

/** Yields the rows of a list as it is read. Throws an AdminError for a file that is none. */
export function readSuppressionRows(
  file: string,
  { format, delimiter }: { format: 'csv' | 'ndjson'; delimiter: string | undefined },
): AsyncIterable<SuppressionRowRead> {
  return format === 'ndjson' ? readLines(file) : readCsv(file, delimiter)
}

async function* readLines(file: string): AsyncIterable<SuppressionRowRead> {
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
    line += 1
    if (text.trim()) yield { line, input: readObject(text) }
  }
}

function readObject(text: string): SuppressionRowRead['input'] {
  let row: unknown
  try {
    row = JSON.parse(text)
  } catch {
    return { fault: 'is no JSON' }
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return { fault: 'is no JSON object' }
  return toInput(Object.entries(row))
}

async function* readCsv(file: string, given: string | undefined): AsyncIterable<SuppressionRowRead> {
  const delimiter = given === 'tab' ? '\t' : (given ?? (await guessDelimiter(file)))
  const parser = createReadStream(file).pipe(
    parse({ delimiter, bom: true, info: true, trim: true, relax_column_count: true, skip_empty_lines: true }),
  )
  let header: string[] | null = null
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      if (!header) {
        header = record.some((name) => names[normal(name)]) ? record : ['contact']
        if (header === record) continue
      }
      const columns = header
      const pairs = record.flatMap((value, at): [string, string][] =>
        value === '' ? [] : [[columns[at] ?? '', value]],
      )
      if (pairs.length > 0) yield { line: info.lines, input: toInput(pairs) }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new AdminError({ code: 'invalid_file', message: `${file} can’t be read on: ${error.message}.` })
  }
}

const beginning = 4096

async function guessDelimiter(file: string): Promise<string> {
  const handle = await open(file)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(beginning), 0, beginning, 0)
    const [line = ''] = buffer.toString('utf8', 0, bytesRead).split(/\r|\n/)
    const [first = ','] = [',', ';', '\t'].sort((a, b) => line.split(b).length - line.split(a).length)
    return first
  } finally {
    await handle.close()
  }
}

function normal(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '')
}

/** Columns with other names say nothing. */
function toInput(pairs: readonly (readonly [string, unknown])[]): SuppressionRowRead['input'] {
  const input: Record<string, unknown> = {}
  for (const [given, value] of pairs) {
    const name = names[normal(given)]
    if (name === 'contact') Object.assign(input, readContactText(String(value)))
    else if (name === 'channels' && typeof value === 'string') input.channels = splitChannels(value)
    else if (name === 'expiresAt' && typeof value === 'string') input.expiresAt = readTime(value)
    else if (name) input[name] = value
  }
  return input
}

/** A day is its beginning, UTC. */
function readTime(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text
}
