import type { SupervisedProcess } from './supervise-process.ts'

/** In the order in which they are stopped: whoever takes work in first, whoever keeps it last. */
export const serviceKinds = ['gateway', 'worker', 'console', 'redis', 'postgres'] as const
export type ServiceKind = (typeof serviceKinds)[number]

export type Services = {
  /** Starts one, and remembers it even before it is up, so that `stop` finds it. */
  start<Service extends SupervisedProcess>(kind: ServiceKind, start: () => Promise<Service>): Promise<Service>
  /** Ends all of a kind, those that are just being started included. */
  stop(kind: ServiceKind): Promise<void>
  /** Whether any of a kind was started, or is just being. */
  has(kind: ServiceKind): boolean
  /** Of those that run at the moment. */
  pids(kind: ServiceKind): number[]
}

/** The processes of this run, by kind. */
export function createServices(): Services {
  const starting = new Map<ServiceKind, Promise<SupervisedProcess>[]>()
  const running = new Map<ServiceKind, SupervisedProcess[]>()

  return {
    async start(kind, start) {
      const promise = start()
      add(starting, kind, promise)
      const service = await promise
      add(running, kind, service)
      return service
    },
    async stop(kind) {
      const results = await Promise.allSettled(starting.get(kind) ?? [])
      const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      await Promise.all(started.map((service) => service.stop()))
    },
    has: (kind) => starting.has(kind),
    pids: (kind) => (running.get(kind) ?? []).flatMap((service) => service.pid() ?? []),
  }
}

function add<Value>(lists: Map<ServiceKind, Value[]>, kind: ServiceKind, value: Value) {
  lists.set(kind, [...(lists.get(kind) ?? []), value])
}
