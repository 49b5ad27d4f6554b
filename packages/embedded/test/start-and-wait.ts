import { startPostgres } from '../src/start-postgres.ts'
import { startRedis } from '../src/start-redis.ts'

// Started by a test, to be killed by it: node --import tsx start-and-wait.ts <folder for the data>
const folder = process.argv[2]
const [postgres, redis] = await Promise.all([
  startPostgres({ dataDir: `${folder}/postgres` }),
  startRedis({ dataDir: `${folder}/redis` }),
])
process.stdout.write(`${JSON.stringify([postgres.pid, redis.pid])}\n`)
setInterval(() => {}, 1_000)
