import { tmpdir } from 'node:os'
import { checkSpace } from '../harness/check-space.ts'
import { type Filled, fillService, nameOf } from '../harness/fill-service.ts'
import { type Measured, measureInTurns } from '../harness/measure-in-turns.ts'
import { type Service, serviceContender, startService } from '../harness/start-service.ts'

export interface GrowthOptions {
  leads: number[]
  clients: number
  rounds: number
  seconds: number
  warmSeconds: number
}

export interface GrowthResult {
  filled: Filled[]
  /** In the order of `filled`, after which contenders are named. */
  measured: Measured[]
}

/**
 * Starts a service for each number of leads, each on a Postgres of its own, so that none writes to disk or reads back what
 * another's windows left; fills them, and measures them in turn. No worker runs.
 */
export async function measureGrowth(
  options: GrowthOptions,
  say: (line: string) => void,
): Promise<GrowthResult> {
  await checkSpace(
    tmpdir(),
    options.leads.reduce((sum, leads) => sum + leads, 0),
  )
  const services: Service[] = []
  try {
    const filled: Filled[] = []
    for (const leads of options.leads) {
      const service = await startService({ workers: 0 })
      services.push(service)
      filled.push(await fillService(service, leads, say))
    }
    const contenders = services.map((service, index) =>
      serviceContender(service, nameOf(options.leads[index] ?? 0)),
    )
    const { measured } = await measureInTurns(contenders, { ...options, clients: [options.clients], say })
    return { filled, measured }
  } finally {
    await Promise.all(services.map((service) => service.close()))
  }
}
