import { type Fault, lastFor } from '../fault.ts'

export const redisKilled: Fault = {
  name: 'redis-killed',
  unnoticed: true,
  async inflict(scene) {
    await scene.stack.redis.kill()
    await lastFor(scene)
    await scene.stack.redis.start()
  },
}

export const redisFrozen: Fault = {
  name: 'redis-frozen',
  unnoticed: true,
  async inflict(scene) {
    const pid = scene.stack.redis.pid()
    process.kill(pid, 'SIGSTOP')
    try {
      await lastFor(scene)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  },
}

export const redisFlushed: Fault = {
  name: 'redis-flushed',
  unnoticed: true,
  async inflict(scene) {
    for (let round = 0; round < 3; round += 1) {
      await scene.stack.redis.command('FLUSHALL')
      await lastFor({ ...scene, seconds: scene.seconds / 3 })
    }
  },
}

export const redisFull: Fault = {
  name: 'redis-full',
  unnoticed: true,
  async inflict(scene) {
    await scene.stack.redis.command('CONFIG SET maxmemory 1')
    await lastFor(scene)
    await scene.stack.redis.command('CONFIG SET maxmemory 0')
  },
}

/** A switchover that leaves all connections open, such as of a managed Redis or behind a Service. */
export const redisDemoted: Fault = {
  name: 'redis-demoted',
  unnoticed: true,
  async inflict(scene) {
    await scene.stack.redis.demote()
    await lastFor(scene)
  },
}

export const redisAbsentAtStart: Fault = {
  name: 'redis-absent-at-start',
  async inflict(scene) {
    const { redis, gateways, workers } = scene.stack
    const slots = [...gateways, ...workers]
    await Promise.all(slots.map((slot) => slot.end('SIGTERM')))
    await redis.kill()
    await Promise.all(slots.map((slot) => slot.start('/livez')))
    await lastFor(scene)
    await redis.start()
  },
}

export const redisEmptied: Fault = {
  name: 'redis-restarted-empty',
  unnoticed: true,
  async inflict(scene) {
    await scene.stack.redis.kill()
    await scene.stack.redis.forget()
    await lastFor(scene)
    await scene.stack.redis.start()
  },
}
