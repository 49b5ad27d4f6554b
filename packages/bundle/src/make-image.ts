import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { apps, bundleApps, projectRoot } from './bundle-apps.ts'

/** Files and folders that our modules read beside their source. */
const ownFiles = [
  'migrations',
  'packages/phone/data',
  'apps/gateway/src/docs',
  'apps/console/src/assets',
  'LICENSE',
  'NOTICE',
]

/** Sources and maps, which Node doesn't load, and the two of geo-tz's three maps of the world that nothing asks. */
const neverRead = /\.([cm]?ts|map)$|[/\\]geo-tz[/\\]data[/\\]timezones-/

/**
 * Makes the folder that the image holds: the apps as programs, the packages that they need, and the files that they read. It may be moved
 * anywhere, as a whole. Optional packages are left out: native helpers that have fallbacks.
 * @throws when the folder has something in it, or a package isn't installed
 */
export async function makeImage(target: string): Promise<void> {
  if (existsSync(target) && readdirSync(target).length > 0) throw new Error(`${target} is not empty`)
  mkdirSync(target, { recursive: true })
  const { gateway } = await bundleApps(projectRoot)
  // Their addresses of packages and files hold in any folder beside these.
  cpSync(dirname(gateway), join(target, 'programs'), { recursive: true })
  for (const path of ownFiles) copy(join(projectRoot, path), join(target, path))
  for (const directory of neededPackages())
    copy(directory, join(target, relative(realpathSync(projectRoot), directory)))
}

function copy(from: string, to: string): void {
  cpSync(from, to, {
    recursive: true,
    // A package that lies within another one is copied for itself, where it is needed.
    filter: (path) => !neverRead.test(path) && !path.slice(from.length).includes(`${sep}node_modules`),
  })
}

/** Folders of all packages that the apps depend on, by any number of steps. */
function neededPackages(): Set<string> {
  const needed = new Set<string>()
  const open = apps.map((app) => realpathSync(join(projectRoot, 'apps', app)))
  const seen = new Set(open)
  for (let directory = open.pop(); directory; directory = open.pop()) {
    if (directory.includes(`${sep}node_modules${sep}`)) needed.add(directory)
    for (const name of dependenciesOf(directory)) {
      const found = findPackage(name, directory)
      if (!seen.has(found)) open.push(found)
      seen.add(found)
    }
  }
  return needed
}

interface Manifest {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

function dependenciesOf(directory: string): string[] {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = manifest
  const peers = Object.keys(peerDependencies).filter(
    (name) => !manifest.peerDependenciesMeta?.[name]?.optional,
  )
  // Old npm lists an optional package among the dependencies as well.
  return [...Object.keys(dependencies).filter((name) => !(name in optionalDependencies)), ...peers].filter(
    (name) => !name.startsWith('@types/'),
  )
}

/** Where Node finds a package, seen from a folder. */
function findPackage(name: string, from: string): string {
  const found = join(from, 'node_modules', name)
  if (existsSync(join(found, 'package.json'))) return realpathSync(found)
  if (dirname(from) === from) throw new Error(`${name} is not installed`)
  return findPackage(name, dirname(from))
}
