import { ownTemporaryFiles } from '@intake/testing/temporary-files'
import { against } from './against/against.ts'
import { compare } from './compare/compare.ts'
import { consolePages } from './console/console.ts'
import { fleet } from './fleet/fleet.ts'
import { growth } from './growth/growth.ts'
import { importing } from './import/import.ts'
import { jobs } from './jobs/jobs.ts'
import { retention } from './retention/retention.ts'
import { soak } from './soak/soak.ts'
import { sources } from './sources/sources.ts'

const [name, ...args] = process.argv.slice(2)
const commands = [compare, against, jobs, growth, soak, importing, sources, fleet, consolePages, retention]
const command = commands.find((each) => each.name === name)
if (!command) throw new Error(`not one of ${commands.map((each) => each.name).join(', ')}`)
ownTemporaryFiles('bench')
process.exitCode = await command.start(args, {
  say: (line) => console.error(line),
  log: (text) => console.log(text),
  table: (rows) => console.table(rows),
})
