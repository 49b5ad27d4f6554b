import { barChart } from '../harness/bar-chart.ts'
import { defineCommand } from '../harness/define-command.ts'
import { atMost, type Report, rounded } from '../harness/report.ts'
import { spreadOf } from '../harness/spread.ts'
import { type ImportMeasured, measureImport } from './measure.ts'

/** `npm run bench:import` */
export const importing = defineCommand({
  name: 'import',
  script: 'bench:import',
  about:
    'Imports a made-up CSV through a real gateway, on Linux, and checks that each row is exactly one lead.',
  quick: '--rows 50000',
  options: {
    rows: { default: 1_000_000 },
    workers: { default: 1, orZero: true, about: 'enrich beside it' },
    seed: { default: 1, about: 'the same seed makes the same file' },
  },
  run: async (options, say) => reportImport(await measureImport(options, say)),
})

function reportImport(measured: ImportMeasured): Report {
  const { rows, bytes, uploadSeconds, readSeconds, rowsPerSecond, idleMegabytes, peakMegabytes } = measured
  return {
    tables: [
      {
        title: 'Imported; each row that was not refused is exactly one lead',
        rows: [
          {
            rows: rows.read,
            created: rows.created,
            refused: rows.refused,
            'file MB': rounded(bytes / 1_000_000),
            'sent in s': rounded(uploadSeconds, 1),
            'read in s': rounded(readSeconds, 1),
            'rows/s': rounded(rowsPerSecond),
            'gateway MB idle': idleMegabytes,
            'gateway MB peak': peakMegabytes,
          },
        ],
      },
    ],
    figures: measured,
    demands: atMost('peak of the gateway above idle, MB', peakMegabytes - idleMegabytes, 200),
    svg: barChart('memory of the gateway, MB', [
      { label: 'idle', isOurs: false, ...spreadOf([idleMegabytes]) },
      { label: 'at its peak', isOurs: true, ...spreadOf([peakMegabytes]) },
    ]),
  }
}
