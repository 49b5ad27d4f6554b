import { appPrograms, programsOf } from '@intake/testing/app-programs'
import { startBreakableStack } from '@intake/testing/start-breakable-stack'
import { checkOut } from '../../harness/check-out.ts'
import { prepareDatabase, runAdmin } from '../../harness/prepare-database.ts'
import { type FaultOfOwnStack, lastFor } from '../fault.ts'

/** The last commit of schema 0018, before which gateways and workers are stopped for an upgrade. */
const oldest = '9658ea558f0c30337972b79a922e7cd483a72382'

/** An upgrade in the order of docs/upgrade.md, from the oldest code that needs no stop: the schema, then workers, then gateways. */
export const upgraded: FaultOfOwnStack = {
  name: 'upgraded',
  async setUp() {
    const old = await checkOut(oldest)
    const [before, after] = await Promise.all([programsOf(old.directory), appPrograms()])
    let programs = before
    const stack = await startBreakableStack({
      gateways: 2,
      workers: 2,
      programs: async () => programs,
      prepare: (databaseUrl) => prepareDatabase({ args: [before.admin] }, databaseUrl, 'chaos'),
    })
    return {
      stack,
      async inflict(scene) {
        await runAdmin({ args: [after.admin] }, stack.databaseUrl, 'migrate')
        await lastFor(scene)
        programs = after
        for (const slot of [...stack.workers, ...stack.gateways]) {
          await slot.end('SIGTERM')
          await slot.start()
        }
      },
      async close() {
        await stack.close()
        await old.remove()
      },
    }
  },
}
