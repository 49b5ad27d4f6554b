import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Browser, startBrowser } from '@intake/testing/start-browser'
import { startTraffic } from './start-traffic.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.DATA_DIR ?? '.data' },
    out: { type: 'string', default: 'docs/screenshots' },
    seconds: { type: 'string', default: '60' },
  },
})
const local = JSON.parse(await readFile(join(values.data, 'local.json'), 'utf8')) as {
  gatewayUrls: string[]
  apiKey: string
  consoleUrl: string
  consoleUser: string
  consolePassword: string
}
const wide = { width: 1280, height: 900 }
const tall = { width: 1280, height: 1580 }
const narrow = { width: 390, height: 844 }

/** Takes pictures of the console's pages while a running Intake (`GATEWAYS=2 WORKERS=3 npm start`) is under load. */
async function takePictures(browser: Browser, leadId: () => string | undefined) {
  await browser.look({ ...wide, scheme: 'light' })
  await browser.open(`${local.consoleUrl}/login`)
  await picture(browser, 'login')
  await browser.type(local.consoleUser)
  await browser.press('Tab')
  await browser.type(local.consolePassword)
  await browser.press('Enter')
  await browser.until(`location.pathname === '/' && document.querySelector('h1')?.textContent === 'Overview'`)
  await pause(Number(values.seconds) * 1000)
  await browser.look({ ...tall, scheme: 'light' })
  await picture(browser, 'overview')
  await browser.look({ ...wide, scheme: 'dark' })
  await picture(browser, 'overview-dark')
  await browser.look({ ...narrow, scheme: 'light' })
  await picture(browser, 'overview-phone')
  await browser.look({ ...wide, scheme: 'light' })
  const pages = {
    leads: '/leads?workspace=demo',
    lead: `/leads/demo/${leadId()}`,
    workspace: '/workspaces/demo',
    webhooks: '/webhooks?workspace=demo',
    dead: '/dead',
    queues: '/queues',
  }
  for (const [name, path] of Object.entries(pages)) {
    await browser.open(local.consoleUrl + path)
    // Bull Board draws itself in the browser.
    if (name === 'queues') await browser.until(`document.body.innerText.includes('timezone-inference')`)
    await picture(browser, name)
  }
}

async function picture(browser: Browser, name: string) {
  await pause(500)
  await writeFile(join(values.out, `${name}.png`), await browser.screenshot())
  process.stdout.write(`${join(values.out, `${name}.png`)}\n`)
}

await mkdir(values.out, { recursive: true })
const traffic = startTraffic({ urls: local.gatewayUrls, key: local.apiKey, clients: 8 })
const browser = await startBrowser()
try {
  await takePictures(browser, traffic.leadId)
} finally {
  await browser.close()
  await traffic.stop()
}
process.stdout.write(`while ${traffic.sent()} requests were sent\n`)
