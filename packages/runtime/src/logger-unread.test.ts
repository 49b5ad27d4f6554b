import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

const script = `
  import { createLogger } from ${JSON.stringify(new URL('./logger.ts', import.meta.url).href)}
  process.once('message', () => {
    const logger = createLogger({ name: 'unread', level: 'info' })
    logger.info('to nobody')
    logger.fatal('to nobody')
    process.exit(7)
  })
  process.send('ready')`

test('a process whose log nobody reads any more still leaves', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  try {
    await once(child, 'message')
    const closed = once(child.stdout ?? child, 'close')
    child.stdout?.destroy()
    await closed
    const exited = once(child, 'exit')
    child.send('go')
    expect(await exited).toEqual([7, null])
  } finally {
    child.kill('SIGKILL')
  }
})
