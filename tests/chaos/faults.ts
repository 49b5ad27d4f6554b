import type { Fault } from './fault.ts'
import { clientHangsUp } from './faults/client-hangs-up.ts'
import { clockJumps } from './faults/clock-jumps.ts'
import { postgresCut, postgresKilled } from './faults/postgres.ts'
import { gatewayKilled, workerKilled } from './faults/processes.ts'
import {
  redisAbsentAtStart,
  redisDemoted,
  redisEmptied,
  redisFlushed,
  redisFrozen,
  redisFull,
  redisKilled,
} from './faults/redis.ts'
import { relayKilled } from './faults/relay-killed.ts'

/** Every fault, in the order of the long form. */
export const faults: readonly Fault[] = [
  redisKilled,
  redisFrozen,
  redisFlushed,
  redisFull,
  redisDemoted,
  redisAbsentAtStart,
  redisEmptied,
  postgresKilled,
  postgresCut,
  gatewayKilled,
  workerKilled,
  relayKilled,
  clientHangsUp,
  clockJumps,
]
