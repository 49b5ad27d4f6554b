import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildTable, formatTable } from './build-table.ts'
import { compareGoogle } from './compare-google.ts'
import { drawMap } from './draw-map.ts'
import { measureLookUp } from './measure-look-up.ts'
import { report } from './report.ts'

const committedTable = fileURLToPath(new URL('../../data/phone-table.json', import.meta.url))
const docs = fileURLToPath(new URL('../../../../docs/phone/', import.meta.url))
const [command, target] = process.argv.slice(2)

if (command === 'table') {
  const table = buildTable()
  compareGoogle(table)
  write(target ?? committedTable, formatTable(table))
} else if (command === 'report') {
  const table = buildTable()
  const text = report(table)
  process.stdout.write(text)
  write(`${target ?? docs}/agreement.md`, text)
  write(`${target ?? docs}/nanp-zones.svg`, drawMap(table))
  process.stderr.write(`${measureLookUp(table)}\n`)
} else {
  process.stderr.write('usage: main.ts table [file] | report [directory]\n')
  process.exitCode = 1
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
