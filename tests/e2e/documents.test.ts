import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { DocumentAnswer, UploadDocumentsAnswer } from '@intake/contracts/documents'
import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { startS3Server } from '@intake/testing/start-s3-server'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { expect, test } from 'vitest'

const megabyte = 1024 * 1024
/** Each test starts processes of its own, and each of these has a minute for that. */
const withProcesses = { timeout: 120_000 }

async function withStack(env: Record<string, string>, work: (stack: Stack) => Promise<void>, gateways = 1) {
  const stack = await startStack({ gateways, workers: 0, env })
  try {
    await work(stack)
  } finally {
    await stack.close()
  }
}

const makeLead = async (stack: Stack) =>
  CreateLeadAnswer.parse(await (await stack.post({ firstName: 'Ada' })).json()).lead.id

/** Begins an upload; `send` sends more of it, `end` the end of the form. */
function beginUpload(stack: Stack, leadId: string) {
  const outgoing = request(`${stack.apps.gateway[0]?.url}/api/v1/documents`, {
    method: 'POST',
    headers: { 'x-api-key': stack.workspace.key, 'content-type': 'multipart/form-data; boundary=x' },
  })
  const answered = once(outgoing, 'response').then(async ([response]) => ({
    status: response.statusCode as number,
    body: await text(response),
  }))
  // A gateway that is killed is what some of these tests are about.
  answered.catch(() => undefined)
  const write = async (chunk: string | Buffer) => {
    if (!outgoing.write(chunk)) await once(outgoing, 'drain')
  }
  return {
    answered,
    write,
    field: () => write(`--x\r\ncontent-disposition: form-data; name="leadId"\r\n\r\n${leadId}\r\n`),
    file: () => write('--x\r\ncontent-disposition: form-data; name="files"; filename="a.bin"\r\n\r\n'),
    end: () => void outgoing.end('\r\n--x--\r\n'),
  }
}

const peakMegabytes = (pid = 0) =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

test(
  'three files of 100 MiB each pass through, and the gateway grows by a fraction of one',
  withProcesses,
  () =>
    withStack({}, async (stack) => {
      const leadId = await makeLead(stack)
      const pid = stack.apps.gateway[0]?.pid
      const before = peakMegabytes(pid)
      const upload = beginUpload(stack, leadId)
      const chunk = Buffer.alloc(megabyte, 7)
      await upload.field()
      for (let file = 0; file < 3; file++) {
        await upload.file()
        for (let sent = 0; sent < 100; sent++) await upload.write(chunk)
        if (file < 2) await upload.write('\r\n')
      }
      upload.end()
      const { status, body } = await upload.answered
      expect(status, body).toBe(200)
      const { documents } = UploadDocumentsAnswer.loose().parse(JSON.parse(body))
      expect(documents.map(({ size }) => size)).toEqual(Array(3).fill(100 * megabyte))
      const address = `${stack.apps.gateway[0]?.url}/api/v1/documents/${documents[0]?.id}?includeContent=true`
      const content = await fetch(address, { headers: { 'x-api-key': stack.workspace.key } })
      let bytes = 0
      for await (const part of content.body ?? []) bytes += part.byteLength
      expect(bytes).toBe(Number(content.headers.get('content-length')))
      expect(bytes).toBeGreaterThan(133 * megabyte)
      expect(peakMegabytes(pid) - before).toBeLessThan(80)
    }),
)

test(
  'a gateway that is killed amid a file: nothing of it stays once it can’t be going on any more',
  withProcesses,
  () =>
    withStack(
      { UPLOAD_TIMEOUT: '1s', REQUEST_TIMEOUT: '1s', HEADERS_TIMEOUT: '1s', RECONCILE_EVERY: '300ms' },
      async (stack) => {
        const leadId = await makeLead(stack)
        const directory = stack.filesDirectory
        const files = async () =>
          (await readdir(directory, { recursive: true, withFileTypes: true })).filter((each) => each.isFile())
        const upload = beginUpload(stack, leadId)
        await upload.field()
        await upload.file()
        await upload.write(Buffer.alloc(8 * megabyte, 7))
        await waitFor('the file to grow', async () => (await files()).length === 1)
        await stack.apps.gateway[0]?.stop('SIGKILL')
        expect(await files()).toHaveLength(1)
        await stack.add('gateway')
        // A file goes before what says that it may be there.
        await waitFor('the rest to be swept', async () => {
          const { rows } = await stack.database.pool.query(
            'select from documents union all select from pending_files',
          )
          return rows.length === 0
        })
        expect(await files()).toEqual([])
      },
    ),
)

test('an address that one gateway made is served by another', withProcesses, () =>
  withStack(
    {},
    async (stack) => {
      const leadId = await makeLead(stack)
      const upload = beginUpload(stack, leadId)
      await upload.field()
      await upload.file()
      await upload.write('October')
      upload.end()
      const { documents } = UploadDocumentsAnswer.loose().parse(JSON.parse((await upload.answered).body))
      const url = new URL(documents[0]?.url ?? '')
      for (const { url: gateway } of stack.apps.gateway) {
        const response = await fetch(gateway + url.pathname + url.search)
        expect(await response.text()).toBe('October')
      }
    },
    2,
  ),
)

test(
  'with S3: what is uploaded comes back by its presigned address and by the API',
  withProcesses,
  async () => {
    const s3 = await startS3Server()
    await withStack(s3.settings, async (stack) => {
      const leadId = await makeLead(stack)
      const upload = beginUpload(stack, leadId)
      await upload.field()
      await upload.file()
      for (let sent = 0; sent < 12; sent++) await upload.write(Buffer.alloc(megabyte, sent))
      upload.end()
      const { status, body } = await upload.answered
      expect(status, body).toBe(200)
      const { documents } = UploadDocumentsAnswer.loose().parse(JSON.parse(body))
      const { url = '', id } = documents[0] ?? {}
      expect(url).toContain(s3.settings.S3_ENDPOINT)
      const content = Buffer.from(await (await fetch(url)).arrayBuffer())
      expect(content).toHaveLength(12 * megabyte)
      const read = await fetch(`${stack.apps.gateway[0]?.url}/api/v1/documents/${id}?includeContent=true`, {
        headers: { 'x-api-key': stack.workspace.key },
      })
      const answer = DocumentAnswer.parse(await read.json())
      expect(Buffer.from(answer.content ?? '', 'base64').equals(content)).toBe(true)
    })
    await s3.close()
  },
)
