import { mkdir, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, stop } from 'esbuild'
import { packagesByAddress, sourceAddresses } from './plugins.ts'

/** The folder with the README. */
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url))

export const apps = ['gateway', 'worker', 'console', 'admin'] as const
export type AppName = (typeof apps)[number]

/** The path of each app's program. */
export type Programs = Record<AppName, string>

/** A name that only this gives: what is emptied must never be a folder of somebody else's. */
const ownFolder = '.intake-programs'

/** Flags of the Node that runs a program: stack traces name the TypeScript. */
export const programFlags = ['--enable-source-maps']

/**
 * Bundles our own modules of each app into a program that Node runs without a loader, and leaves packages where they are. Starting
 * such a program costs a third of what it takes to translate each module as it is loaded; see decision 0023.
 * They lie in a folder of their own below `parent`, of which nothing else is touched. `root` has the apps: this project, or another
 * checkout of it with its packages installed. Programs find packages and files by relative addresses: all may move together. Answers
 * the programs' paths.
 * @throws when a module is not there or is no TypeScript
 */
export async function bundleApps(parent: string, root = projectRoot): Promise<Programs> {
  await mkdir(parent, { recursive: true })
  // Addresses are seen from where Node finds the programs, whatever links lead there.
  const directory = join(await realpath(parent), ownFolder)
  await rm(directory, { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: apps.map((app) => ({ in: `apps/${app}/src/main.ts`, out: app })),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // The conditions of Node's own resolution, so that a package isn't loaded twice, in two forms.
    conditions:
      'require_module' in process.features && process.features.require_module ? ['module-sync'] : [],
    mainFields: ['main'],
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'silent',
    plugins: [packagesByAddress(directory), sourceAddresses(directory)],
  })
  const program = (app: AppName) => join(directory, `${app}.mjs`)
  return {
    gateway: program('gateway'),
    worker: program('worker'),
    console: program('console'),
    admin: program('admin'),
  }
}

/** Ends the process that bundles, which otherwise stays as long as this one. */
export const stopBundler = stop
