export interface Streams {
  stdout: { write(text: string): unknown }
  stderr: { write(text: string): unknown; isTTY?: boolean }
  /** Asks the person at the terminal; absent where there is none. */
  ask?: (question: string) => Promise<string>
  /** Aborts once nobody reads the output any more. */
  unread?: AbortSignal
}

export interface Failure {
  /** Stable, for programs. */
  code: string
  message: string
  /** Each single fault and where it is. */
  errors?: { place: string; message: string; line?: number; column?: number }[]
}

export interface Output {
  json: boolean
  /** What the command was run for, as one JSON document or for a person. */
  result(document: unknown, human: string): void
  /** A piece of a result that is JSON either way. */
  piece(text: string): void
  /** For a person, beside the result; programs don't get it. */
  note(text: string): void
  failure(failure: Failure): void
}

/** Results go to stdout; notes and errors go to stderr, so that stdout can be piped. */
export function createOutput({ stdout, stderr }: Streams, { json }: { json: boolean }): Output {
  return {
    json,
    result: (document, human) => stdout.write(json ? toJson(document) : `${human.trimEnd()}\n`),
    piece: (text) => void stdout.write(text),
    note: (text) => void (json || stderr.write(`${text}\n`)),
    failure: (failure) => stderr.write(json ? toJson({ error: failure }) : describe(failure)),
  }
}

/** Left-aligned columns two spaces apart, under the names of the first row's members. Null and undefined show as `-`. */
export function table(rows: Record<string, string | number | boolean | null | undefined>[]): string {
  const [first] = rows
  if (!first) return ''
  const lines = [
    Object.keys(first).map((name) => name.toUpperCase()),
    ...rows.map((row) => Object.values(row).map((value) => printable(String(value ?? '-')))),
  ]
  const widths = Object.keys(first).map((_, column) =>
    Math.max(...lines.map((line) => [...(line[column] ?? '')].length)),
  )
  return lines
    .map((line) => line.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - [...cell].length))
}

/** A name must not be able to move the cursor of the terminal it is shown on. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\u{FFFD}')
}

function toJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

function describe({ message, errors = [] }: Failure): string {
  const lines = errors.map((fault) => `  ${fault.place}  ${fault.message}`)
  return `${[`error: ${message}`, ...lines].join('\n')}\n`
}
