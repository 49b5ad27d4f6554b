import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'

/** An S3 server of the test's own, with an empty bucket. It forgets an upload that is aborted, which s3rver by itself doesn't know. */
export async function startS3Server() {
  const directory = await mkdtemp(join(tmpdir(), 'intake-s3-'))
  const s3rver = new S3rver({ silent: true, directory, configureBuckets: [{ name: 'intake', configs: [] }] })
  await s3rver.configureBuckets()
  const serve = s3rver.callback()
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x')
    const upload = searchParams.get('uploadId')
    if (request.method !== 'DELETE' || upload === null) return serve(request, response)
    const bucket = pathname.split('/')[1] ?? ''
    await rm(join(directory, bucket, '._S3rver_uploads', upload), { recursive: true })
    response.writeHead(204).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    /** As settings of the gateway. */
    settings: {
      STORAGE: 's3',
      S3_BUCKET: 'intake',
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_FORCE_PATH_STYLE: 'true',
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
    },
    /** As options of the store. */
    options: {
      bucket: 'intake',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    },
    directory,
    async close() {
      server.closeAllConnections()
      server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
