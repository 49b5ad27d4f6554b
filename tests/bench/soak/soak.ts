import { defineCommand } from '../harness/define-command.ts'
import { measureSoak } from './measure.ts'
import { reportSoak } from './report.ts'

/** `npm run bench:soak` */
export const soak = defineCommand({
  name: 'soak',
  script: 'bench:soak',
  about:
    'Loads a gateway and a worker evenly for a long time, and looks at memory, ages and p99 over time. Flat: up by 5 % at most after the first fifth.',
  quick: '--minutes 1 --sample-seconds 5 --peak-seconds 5',
  options: {
    minutes: { default: 10 },
    sampleSeconds: { default: 10, about: 'between two looks' },
    peakSeconds: { default: 10, about: 'to find the peak at the start' },
    clients: { default: 64 },
    share: { default: 70, about: 'of the peak, percent' },
  },
  run: async (options, say) => reportSoak(await measureSoak(options, say)),
})
