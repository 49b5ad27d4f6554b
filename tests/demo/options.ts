import { parseArgs } from 'node:util'
import { DemoError } from './call-api.ts'

export const usage = `Makes realistic leads, sends them to the running service, waits until all are enriched and says what was seen.

  npm run demo
  npm run demo -- --count 5000 --seed 2 --concurrency 32

  --count 1000        how many leads
  --seed 1            the same seed makes the same leads
  --out FILE          where they are written (default: demo-leads.ndjson in the data directory)
  --base-url URL      another service than the one that npm start runs
  --api-key KEY       its key
  --concurrency 16    how many are sent at a time
  --patience 90       seconds without any lead enriched after which to give up`

export interface Options {
  help: boolean
  count: number
  seed: number
  concurrency: number
  patienceMs: number
  out?: string
  baseUrl?: string
  apiKey?: string
}

/** Throws a DemoError that names what is wrong. */
export function readOptions(args: string[]): Options {
  const values = parse(args)
  const number = (name: 'count' | 'seed' | 'concurrency' | 'patience', least: number) => {
    const value = Number(values[name])
    if (!Number.isSafeInteger(value) || value < least)
      throw new DemoError(`--${name} must be a whole number, at least ${least}.`)
    return value
  }
  return {
    help: values.help,
    count: number('count', 1),
    seed: number('seed', 0),
    concurrency: number('concurrency', 1),
    patienceMs: number('patience', 1) * 1000,
    ...(values.out && { out: values.out }),
    ...(values['base-url'] && { baseUrl: values['base-url'] }),
    ...(values['api-key'] && { apiKey: values['api-key'] }),
  }
}

function parse(args: string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args,
      options: {
        help: { type: 'boolean', default: false },
        count: { type: 'string', default: '1000' },
        seed: { type: 'string', default: '1' },
        concurrency: { type: 'string', default: '16' },
        patience: { type: 'string', default: '90' },
        out: text,
        'base-url': text,
        'api-key': text,
      },
    }).values
  } catch (error) {
    throw new DemoError(`${error instanceof Error ? error.message : error} (--help lists the options)`)
  }
}
