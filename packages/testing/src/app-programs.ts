import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleApps, type Programs } from '@intake/bundle/bundle-apps'

/** Where the processes of a test run hear of the programs that were made for all of them. */
export const programsVariable = 'INTAKE_TEST_PROGRAMS'

let made: Promise<Programs> | undefined

/** The apps as programs: those of the test run, else of this process, among its temporary files. */
export function appPrograms(): Promise<Programs> {
  const ofRun = process.env[programsVariable]
  made ??= ofRun === undefined ? programsOf() : Promise.resolve(JSON.parse(ofRun) as Programs)
  return made
}

/** Makes programs of the apps of a checkout of the project, of this one by default, among this process's temporary files. */
export function programsOf(root?: string): Promise<Programs> {
  return bundleApps(mkdtempSync(join(tmpdir(), 'intake-apps-')), root)
}
