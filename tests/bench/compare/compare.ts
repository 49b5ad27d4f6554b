import { defineCommand } from '../harness/define-command.ts'
import { measureCompare } from './measure.ts'
import { reportCompare } from './report.ts'

/** `npm run bench` */
export const compare = defineCommand({
  name: 'bench',
  script: 'bench',
  about:
    'Measures the service beside its baselines on this machine, in turns. Only the ratios mean anything elsewhere.',
  quick: '--clients 64 --rounds 1 --seconds 3',
  options: {
    clients: { default: [1, 16, 64, 256] },
    rounds: { default: 3 },
    seconds: { default: 4, about: 'of each window' },
    warmSeconds: { default: 1, about: 'before each window' },
    sustainedSeconds: { default: 6, about: 'of each window with a worker beside the load' },
  },
  run: async (options, say) => reportCompare(await measureCompare(options, say)),
})
