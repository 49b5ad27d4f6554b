import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildTable, formatTable } from './build-table.ts'
import { buildUniformAreas, formatUniformAreas } from './build-uniform-areas.ts'
import { compareGoogle } from './compare-google.ts'
import { drawMap } from './draw-map.ts'
import { measureLookUp } from './measure-look-up.ts'
import { readingPage } from './reading-page.ts'
import { report } from './report.ts'

const data = fileURLToPath(new URL('../../data/', import.meta.url))
const docs = fileURLToPath(new URL('../../../../docs/phone/', import.meta.url))
const [command, target] = process.argv.slice(2)

if (command === 'table') {
  const table = buildTable()
  compareGoogle(table)
  write(join(target ?? data, 'phone-table.json'), formatTable(table))
  write(join(target ?? data, 'uniform-areas.json'), formatUniformAreas(buildUniformAreas()))
} else if (command === 'report') {
  const table = buildTable()
  const text = report(table)
  process.stdout.write(text)
  write(`${target ?? docs}/agreement.md`, text)
  write(`${target ?? docs}/nanp-zones.svg`, drawMap(table))
  write(`${target ?? docs}/reading.md`, readingPage())
  process.stderr.write(`${measureLookUp(table)}\n`)
} else {
  process.stderr.write('usage: main.ts table [directory] | report [directory]\n')
  process.exitCode = 1
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
