import { setTimeout as sleep } from 'node:timers/promises'
import type { SupervisedProcess } from './supervise-process.ts'

/** In the order in which they are stopped: whoever takes work in first, whoever keeps it last. */
export const serviceKinds = ['gateway', 'worker', 'console', 'redis', 'postgres'] as const
export type ServiceKind = (typeof serviceKinds)[number]

const servers = ['redis', 'postgres'] as const
const SERVERS_BACK_WITHIN_MS = 10_000

export type Services = {
  /** Starts one, and remembers it even before it is up, so that `stop` finds it. */
  start<Service extends SupervisedProcess>(kind: ServiceKind, start: () => Promise<Service>): Promise<Service>
  /** Ends all of a kind, those that are just being started included. */
  stop(kind: ServiceKind): Promise<void>
  /** Whether any of a kind was started, or is just being. */
  has(kind: ServiceKind): boolean
  /** Of those that run at the moment. */
  pids(kind: ServiceKind): number[]
  /** Waits until each server of ours runs, for 10 s at most: an app without them may be of some use, too. */
  serversBack(signal: AbortSignal): Promise<void>
}

/** The processes of this run, by kind. */
export function createServices(): Services {
  const starting = new Map<ServiceKind, Promise<SupervisedProcess>[]>()
  const running = new Map<ServiceKind, SupervisedProcess[]>()

  const has = (kind: ServiceKind) => starting.has(kind)
  const pids = (kind: ServiceKind) => (running.get(kind) ?? []).flatMap((service) => service.pid() ?? [])
  const isDown = (kind: ServiceKind) => has(kind) && pids(kind).length === 0

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
    has,
    pids,
    async serversBack(signal) {
      const deadline = performance.now() + SERVERS_BACK_WITHIN_MS
      while (servers.some(isDown) && !signal.aborted && performance.now() < deadline) await sleep(50)
    },
  }
}

function add<Value>(lists: Map<ServiceKind, Value[]>, kind: ServiceKind, value: Value) {
  lists.set(kind, [...(lists.get(kind) ?? []), value])
}
