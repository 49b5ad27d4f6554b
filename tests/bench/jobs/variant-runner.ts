import { pidOf, type Service } from '../harness/start-service.ts'

/** So many workers, and so many leads a job at most. */
export interface Variant {
  workers: number
  perJob: number
}

export interface VariantPids {
  worker: number[]
  gateway: number
}

/** Answers what has just the processes of a variant run: those that run already go on, others are ended and started. */
export function createVariantRunner(service: Service): (variant: Variant) => Promise<VariantPids> {
  const gateways = new Map<number, Service['gateways'][number]>()
  const start = async (slot: Service['gateways'][number]) => {
    if (!slot.running) await slot.start()
  }
  const end = async (slot: Service['gateways'][number]) => {
    if (slot.running) await slot.end('SIGTERM')
  }
  return async ({ workers, perJob }) => {
    const known = gateways.get(perJob)
    await Promise.all([
      ...service.gateways.filter((slot) => slot !== known).map(end),
      ...service.workers.slice(workers).map(end),
    ])
    while (service.workers.length < workers) await service.add('worker')
    const gateway = known ?? (await service.add('gateway', { RELAY_LEADS_PER_JOB: String(perJob) }))
    gateways.set(perJob, gateway)
    await Promise.all([gateway, ...service.workers.slice(0, workers)].map(start))
    return { worker: service.workers.slice(0, workers).map(pidOf), gateway: pidOf(gateway) }
  }
}
