import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))

test.each([
  ['help', ['--help'], 0],
  ['an error as JSON', ['key', '--json'], 2],
])('%s that nobody reads ends quietly', async (_, args, code) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'apps/admin/src/main.ts', ...args], {
    cwd: root,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  // Long before it writes: loading it takes a good part of a second.
  const [unread, read] = code === 0 ? [child.stdout, child.stderr] : [child.stderr, child.stdout]
  unread.destroy()
  expect(await text(read)).toBe('')
  expect(await exited).toEqual([code, null])
})
