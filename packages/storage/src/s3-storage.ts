import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  NoSuchKey,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { LRUCache } from 'lru-cache'
import { contentDisposition } from './content-disposition.ts'
import { CountedBody } from './counted-body.ts'
import { downloadType } from './download-type.ts'
import { checkKey, type Storage, StoredObjectMissing } from './storage.ts'

export interface S3StorageOptions {
  bucket: string
  region: string
  /** Of a server other than Amazon's. */
  endpoint?: string | undefined
  /** The bucket in the path instead of the host name, as many other servers want it. */
  forcePathStyle?: boolean
  /** Without them the SDK looks where it always looks: environment, profile, the machine's role. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined
}

/** The smallest part that S3 takes; 10,000 of them make 50 GB. */
const partSize = 5 * 1024 * 1024
const partsAtOnce = 1
/** A server that gives no sign of life for so long is away. */
const silenceMs = 15_000
/** Readers of files may be slow: none of them must keep an upload from its connection. */
const maxSockets = 500
/** An address is good for this long beyond what was asked for, and given again meanwhile: making one takes a millisecond. */
const keepAddressSeconds = 300

/** Files in a bucket of S3 or of a server that speaks its protocol, with presigned addresses. */
export function createS3Storage({ bucket, ...options }: S3StorageOptions): Storage {
  const { endpoint, credentials } = options
  const client = new S3Client({
    region: options.region,
    forcePathStyle: options.forcePathStyle ?? false,
    ...(endpoint ? { endpoint } : {}),
    ...(credentials ? { credentials } : {}),
    requestHandler: {
      connectionTimeout: 5000,
      requestTimeout: silenceMs,
      throwOnRequestTimeout: true,
      socketTimeout: silenceMs,
      httpAgent: { maxSockets, keepAlive: true },
      httpsAgent: { maxSockets, keepAlive: true },
    },
    // Checksums in trailers are Amazon's own; other servers store them as if they were content.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const addresses = new LRUCache<string, string>({ max: 10_000, ttl: keepAddressSeconds * 1000 })
  const at = (key: string) => ({ Bucket: bucket, Key: checkKey(key) })

  return {
    async put(key, body, { contentType, maxBytes }) {
      const counted = new CountedBody(body, maxBytes)
      const upload = new Upload({
        client,
        params: { ...at(key), Body: Readable.from(counted), ContentType: contentType },
        partSize,
        queueSize: partsAtOnce,
      })
      try {
        await upload.done()
      } catch (error) {
        // The upload aborts by itself what it has begun; a body that failed counts more than an abort that failed.
        throw counted.failure ?? error
      }
      return { size: counted.size }
    },
    async read(key, { start = 0 } = {}) {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ ...at(key), ...(start > 0 ? { Range: `bytes=${start}-` } : {}) }),
        )
        return Body as Readable
      } catch (error) {
        if (error instanceof NoSuchKey) throw new StoredObjectMissing('no such object', { cause: error })
        if (error instanceof S3ServiceException && error.name === 'InvalidRange') return Readable.from([])
        throw error
      }
    },
    async remove(keys) {
      for (const key of keys) await client.send(new DeleteObjectCommand(at(key)))
    },
    async signUrl(key, { filename, contentType, expiresInSeconds }) {
      const about = JSON.stringify([key, filename, contentType, expiresInSeconds])
      const known = addresses.get(about)
      if (known) return known
      const command = new GetObjectCommand({
        ...at(key),
        ResponseContentDisposition: contentDisposition(filename),
        ResponseContentType: downloadType(contentType),
      })
      const expiresIn = expiresInSeconds + keepAddressSeconds
      const address = await getSignedUrl(client, command, { expiresIn })
      addresses.set(about, address)
      return address
    },
    async check() {
      await client.send(new HeadBucketCommand({ Bucket: bucket }))
    },
    async close() {
      client.destroy()
    },
  }
}
