import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { findChromium } from '@intake/embedded/chromium/find-chromium'
import { createDevtoolsPipe } from './devtools-pipe.ts'
import { waitFor } from './wait-for.ts'

const flags = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--hide-scrollbars',
  '--no-first-run',
]

export type Look = { width: number; height: number; scheme: 'light' | 'dark' }

/** A headless Chromium with one page, without cookies or storage of any earlier one. */
export async function startBrowser() {
  const { command, env } = await findChromium()
  const directory = await mkdtemp(join(tmpdir(), 'intake-browser-'))
  const child = spawn(command, [...flags, `--user-data-dir=${directory}`, 'about:blank'], {
    env: { PATH: '/usr/bin:/bin', HOME: directory, TMPDIR: directory, ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  })
  const complaints: string[] = []
  const send = createDevtoolsPipe(child.stdio[3] as Writable, child.stdio[4] as Readable, (event) => {
    const said = event.method === 'Log.entryAdded' || event.method === 'Runtime.exceptionThrown'
    if (said) complaints.push(JSON.stringify(event.params))
  })
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
  const ask = (method: string, params?: Record<string, unknown>) => send(method, params, String(sessionId))
  for (const domain of ['Page', 'Runtime', 'Log']) await ask(`${domain}.enable`)

  /** What an expression is in the page; promises are waited for. */
  async function evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`)
    return (result as { value: Value }).value
  }

  /** Waits until an expression holds in the page; while a page is being left it can't be asked, and doesn't. */
  const until = (expression: string) =>
    waitFor(expression, () => evaluate<boolean>(`Boolean(${expression})`).catch(() => false), 30_000)

  return {
    evaluate,
    until,
    /** What the page logged against itself so far: exceptions, refused resources, breaches of its policy. */
    complaints,
    async open(url: string) {
      await ask('Page.navigate', { url })
      await until(`document.readyState === 'complete' && location.href !== 'about:blank'`)
    },
    async look({ width, height, scheme }: Look) {
      const mobile = width < 600
      await ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile })
      const features = [{ name: 'prefers-color-scheme', value: scheme }]
      await ask('Emulation.setEmulatedMedia', { features })
    },
    type: (text: string) => ask('Input.insertText', { text }),
    async press(key: 'Tab' | 'Enter') {
      const code = key === 'Tab' ? 9 : 13
      const common = {
        key,
        code: key,
        windowsVirtualKeyCode: code,
        ...(key === 'Enter' ? { text: '\r' } : {}),
      }
      await ask('Input.dispatchKeyEvent', { type: 'keyDown', ...common })
      await ask('Input.dispatchKeyEvent', { type: 'keyUp', ...common })
    },
    /** A PNG of what is seen. */
    async screenshot(): Promise<Buffer> {
      const { data } = await ask('Page.captureScreenshot', { format: 'png', optimizeForSpeed: false })
      return Buffer.from(String(data), 'base64')
    },
    async close() {
      const exited = child.exitCode === null ? once(child, 'exit') : undefined
      child.kill('SIGKILL')
      await exited
      await rm(directory, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

export type Browser = Awaited<ReturnType<typeof startBrowser>>
