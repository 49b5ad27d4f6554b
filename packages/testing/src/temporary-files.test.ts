import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const module = fileURLToPath(new URL('./temporary-files.ts', import.meta.url))
const program = `
  import { mkdtempSync, writeFileSync } from 'node:fs'
  import { tmpdir } from 'node:os'
  import { join } from 'node:path'
  const { ownTemporaryFiles } = await import(${JSON.stringify(module)})
  process.once('exit', () => process.argv[1] === 'again' && process.kill(process.pid, 'SIGINT'))
  ownTemporaryFiles('trial')
  const own = mkdtempSync(join(tmpdir(), 'own-'))
  writeFileSync(join(own, 'file'), '')
  console.log(tmpdir())
  if (process.argv[1] !== 'end') setInterval(() => {}, 1000)`

test.each([
  ['ends', 'end', null, 0],
  ['is interrupted', 'wait', 'SIGINT', 130],
  ['is interrupted once more while it removes them', 'again', 'SIGINT', 130],
  ['is told to end', 'wait', 'SIGTERM', 143],
  ['loses its terminal', 'wait', 'SIGHUP', 129],
] as const)('temporary files are gone once the program %s', async (_, manner, signal, code) => {
  const args = ['--import', 'tsx', '--input-type=module', '-e', program, manner]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = await once(child.stdout, 'data')
  const directory = String(line).trim()
  expect(directory).toMatch(/intake-trial-\w+$/)
  if (signal) {
    expect(existsSync(directory)).toBe(true)
    child.kill(signal)
  }
  expect(await exited).toEqual([code, null])
  expect(existsSync(directory)).toBe(false)
})
