import { defineCommand } from '../harness/define-command.ts'
import { measureAgainst } from './measure.ts'
import { reportAgainst } from './report.ts'

/** `npm run bench:against` */
export const against = defineCommand({
  name: 'against',
  script: 'bench:against',
  about:
    'Measures the code of this folder beside that of a commit, in turns, with a second service of the old code as control.',
  quick: '--rounds 3 --seconds 2 --clients 64',
  operand: 'git ref',
  options: {
    clients: { default: [1, 64, 256] },
    rounds: { default: 5 },
    seconds: { default: 4, about: 'of each window' },
    warmSeconds: { default: 1, about: 'before each window' },
    keyEvery: { default: 0, orZero: true, about: 'every n-th request has an idempotency key; 0 for none' },
  },
  run: async (options, say, ref) => reportAgainst(ref, await measureAgainst(ref, options, say)),
})
