import { readFileSync } from 'node:fs'

const input = new URL('../input/', import.meta.url)

/** Rows of a hand-kept CSV as records by its header. A field with a comma stands in double quotes; `#` opens a comment line. */
export function readCsv<Column extends string>(
  file: string,
  columns: readonly Column[],
): Record<Column, string>[] {
  const lines = readFileSync(new URL(file, input), 'utf8').split('\n')
  const [header, ...rows] = lines.filter((line) => line !== '' && !line.startsWith('#'))
  if (header !== columns.join(',')) throw new Error(`${file}: expected the columns ${columns.join(',')}`)
  return rows.map((row) => {
    const fields = splitRow(row)
    if (fields.length !== columns.length)
      throw new Error(`${file}: ${columns.length} fields expected in "${row}"`)
    return Object.fromEntries(columns.map((column, index) => [column, fields[index]])) as Record<
      Column,
      string
    >
  })
}

function splitRow(row: string): string[] {
  return [...row.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}
