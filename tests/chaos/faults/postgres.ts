import { type Fault, lastFor, randomMoment } from '../fault.ts'

export const postgresKilled: Fault = {
  name: 'postgres-killed',
  async inflict(scene) {
    await scene.stack.postgres.kill()
    await lastFor({ ...scene, seconds: Math.min(scene.seconds, 5) })
    await scene.stack.postgres.start()
  },
}

export const postgresCut: Fault = {
  name: 'postgres-connections-cut',
  async inflict({ stack, rounds }) {
    for (let round = 0; round < rounds; round += 1) {
      await stack.database.pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'intake-%'",
      )
      await randomMoment(500)
    }
  },
}
