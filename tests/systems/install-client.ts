import { execFile } from 'node:child_process'
import { cp, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../', import.meta.url))
const npm = promisify(execFile)

/** Packs the client as a release does, and installs the package into an empty project, without the registry. Answers the folder that it is in. */
export async function installClient(project: string): Promise<string> {
  // Of a copy: others may be packing, too.
  const copy = join(project, 'client')
  const isSource = (path: string) => !/[/\\](node_modules|dist)$/.test(path)
  await cp(join(root, 'packages/client'), copy, { recursive: true, filter: isSource })
  const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` }
  await npm('npm', ['pack', '--pack-destination', project], { cwd: copy, env })
  const [tarball = ''] = (await readdir(project)).filter((name) => name.endsWith('.tgz'))
  await writeFile(join(project, 'package.json'), '{"name":"project","private":true}')
  const offline = ['--offline', '--no-audit', '--no-fund', '--install-links']
  await npm('npm', ['install', ...offline, `./${tarball}`], { cwd: project })
  return join(project, 'node_modules/@intake/client')
}
