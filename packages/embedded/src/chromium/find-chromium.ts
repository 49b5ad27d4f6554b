import { spawnSync } from 'node:child_process'
import { fetchWithApt } from '../apt/fetch-with-apt.ts'
import { type Program, unpackedProgram } from '../apt/unpacked-program.ts'
import { cacheDirs, findCached } from '../cache-dir.ts'

const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const packages = {
  title: 'Chromium',
  folder: 'chromium',
  names: ['chromium'],
  usualNames: ['chromium', 'chromium-common'],
}
/** Beside the start script in usr/bin, which expects the package to be installed. */
const unpacked = ['../lib/chromium/chromium']

/**
 * A Chromium that runs here, for tests: the one on the PATH, else one unpacked earlier, else the package of the
 * distribution, fetched and unpacked without installing it.
 * @throws when there is none
 */
export async function findChromium(
  onProgress: (message: string) => void = () => undefined,
): Promise<Program> {
  const installed = onPath.map((command) => ({ command })).find(isUsable)
  if (installed) return installed
  const dirs = cacheDirs()
  const folder = findCached(dirs, packages.folder)
  const cached = folder === null ? null : unpackedProgram(folder, unpacked)
  if (cached && isUsable(cached)) return cached
  const fetched = unpackedProgram(await fetchWithApt(packages, dirs, onProgress), unpacked)
  if (fetched && isUsable(fetched)) return fetched
  throw new Error('the Chromium in the package of this distribution does not run')
}

function isUsable({ command, env }: Program): boolean {
  const { status } = spawnSync(command, ['--version'], { env: { PATH: '/usr/bin:/bin', ...env } })
  return status === 0
}
