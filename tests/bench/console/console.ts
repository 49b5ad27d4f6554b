import { defineCommand } from '../harness/define-command.ts'
import { atMost, type Report, rounded } from '../harness/report.ts'
import { type ConsoleResult, measureConsole } from './measure.ts'

/** `npm run bench:console` */
export const consolePages = defineCommand({
  name: 'console',
  script: 'bench:console',
  about:
    'Measures how long each page of the console takes, one after the other, where millions of leads are stored.',
  quick: '--leads 20000',
  options: {
    leads: { default: 5_000_000, about: 'stored' },
    times: { default: 40, about: 'that each page is asked for' },
  },
  run: async (options, say) => reportConsole(await measureConsole(options, say)),
})

function reportConsole({ filled, indexSeconds, indexBytes, pages }: ConsoleResult): Report {
  return {
    tables: [
      {
        title: 'Filled',
        rows: [
          {
            leads: filled.leads,
            'size MB': filled.megabytes,
            'names indexed in s': indexSeconds,
            'bytes of words a lead': indexBytes,
          },
        ],
      },
      {
        title: 'Pages, ms',
        rows: pages.map(({ page, p50, p95, most }) => ({
          page,
          p50: rounded(p50),
          p95: rounded(p95),
          most: rounded(most),
        })),
      },
    ],
    figures: { filled, indexSeconds, indexBytes, pages },
    demands: atMost('p95 of the slowest page, ms', Math.max(...pages.map(({ p95 }) => p95)), 300),
  }
}
