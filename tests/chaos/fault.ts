import { setTimeout as pause } from 'node:timers/promises'
import type { BreakableStack } from '@intake/testing/start-breakable-stack'
import type { Target } from './client.ts'
import type { Load } from './load.ts'

/** What a fault gets: the stack under load, and how long or how often to hurt it. */
export interface Scene {
  stack: BreakableStack
  load: Load
  target: Target
  seconds: number
  rounds: number
}

interface AnyFault {
  name: string
  /** True when clients must not notice: every first try is answered 2xx. */
  unnoticed?: boolean
}

/** One that the usual stack can be hurt by. */
export interface Fault extends AnyFault {
  /** Hurts, and heals: when it resolves, everything is there again. */
  inflict(scene: Scene): Promise<void>
}

/** One that needs servers of its own: a cluster, a pair, a proxy, older code. */
export interface FaultOfOwnStack extends AnyFault {
  setUp(): Promise<OwnStack>
}

export interface OwnStack extends Pick<Fault, 'inflict'> {
  stack: BreakableStack
  /** Where clients send to; else to the gateways. */
  urls?: readonly string[]
  close(): Promise<void>
}

/** Lets the load go on for the length of the fault. */
export function lastFor({ seconds }: Scene): Promise<void> {
  return pause(seconds * 1000)
}

/** At a random moment within `ms`. */
export function randomMoment(ms: number): Promise<void> {
  return pause(Math.random() * ms)
}
