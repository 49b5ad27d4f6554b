import { proxyNames } from '@intake/testing/start-proxy'
import type { Fault, FaultOfOwnStack } from './fault.ts'
import { clientHangsUp } from './faults/client-hangs-up.ts'
import { clockJumps } from './faults/clock-jumps.ts'
import { neighbours } from './faults/neighbour.ts'
import { postgresCut, postgresKilled } from './faults/postgres.ts'
import { postgresSwitchedOver } from './faults/postgres-switched-over.ts'
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
import { redisFailedOver, redisMoved } from './faults/redis-of-several.ts'
import { relayKilled } from './faults/relay-killed.ts'
import { restartedBehind } from './faults/restarted-behind.ts'
import { upgraded } from './faults/upgraded.ts'

/** Every fault, in the order of the long form. */
export const faults: readonly (Fault | FaultOfOwnStack)[] = [
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
  ...neighbours,
  redisFailedOver,
  redisMoved,
  postgresSwitchedOver,
  ...proxyNames.map(restartedBehind),
  upgraded,
]
