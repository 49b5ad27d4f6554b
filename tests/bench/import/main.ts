import { parseArgs } from 'node:util'
import { measureImport } from './measure-import.ts'

const usage = `Imports a made-up CSV through a real gateway and checks that each row is exactly one lead. Linux only: it reads /proc.

  npm run bench:import
  npm run bench:import -- --rows 50000

  --rows 1000000
  --workers 1         enrich beside it
  --seed 1`

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    workers: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})
const [rows, workers, seed] = [values.rows, values.workers, values.seed].map(Number) as [
  number,
  number,
  number,
]
const isGood = rows > 0 && workers >= 0 && [rows, workers, seed].every(Number.isSafeInteger)
if (values.help || !isGood) {
  console.log(usage)
  process.exit(values.help ? 0 : 2)
}
const measured = await measureImport({ rows, workers, seed, say: (line) => console.error(line) })
console.log(
  `${measured.rows.read} rows, ${Math.round(measured.bytes / 1_000_000)} MB: sent in ${measured.uploadSeconds.toFixed(1)} s, read in ${measured.readSeconds.toFixed(1)} s, ${Math.round(measured.rowsPerSecond)} rows/s; ${measured.rows.created} created, ${measured.rows.refused} refused, each row exactly one lead; gateway ${measured.idleMegabytes} MB idle, ${measured.peakMegabytes} MB at its peak`,
)
