import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildTable, formatTable } from './build-table.ts'

const committedTable = fileURLToPath(new URL('../../data/phone-table.json', import.meta.url))
const [command, target = committedTable] = process.argv.slice(2)

if (command === 'table') {
  mkdirSync(dirname(target), { recursive: true })
  const table = buildTable()
  writeFileSync(target, formatTable(table))
  process.stdout.write(
    `table ${table.version}: ${Object.keys(table.nanp).length} North American area codes\n`,
  )
} else {
  process.stderr.write('usage: main.ts table [file]\n')
  process.exitCode = 1
}
