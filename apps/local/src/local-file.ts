import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writePrivateFile } from './write-private-file.ts'

/** What other programs read to find the running service. It is there only while everything is up. */
export type LocalFile = {
  /** Of the first gateway. */
  baseUrl: string
  gatewayUrls: string[]
  apiKey: string
  testApiKey: string
  secondWorkspaceApiKey: string
  consoleUrl: string
  consoleUser: string
  consolePassword: string
  databaseUrl: string
  /** What encrypts in the database; the first one does, all decrypt. */
  encryptionKeys: string[]
  /** Null where Redis is known by REDIS_NODES alone. */
  redisUrl: string | null
  workerUrls: string[]
  /** Where Prometheus finds each gateway and each worker. */
  metricsUrls: string[]
  pids: {
    /** The local runner itself. */
    runner: number
    gateway: number[]
    worker: number[]
    console: number[]
    /** Null where the server is not ours, or down at the moment; so for Redis. */
    postgres: number | null
    redis: number | null
  }
}

/** Writes `local.json`, readable by the owner only. */
export function writeLocalFile(dataDir: string, content: LocalFile): void {
  writePrivateFile(localFile(dataDir), content)
}

export function removeLocalFile(dataDir: string): void {
  rmSync(localFile(dataDir), { force: true })
}

/** The address that a runner of this directory has announced. Null when none has. */
export function readBaseUrl(dataDir: string): string | null {
  try {
    const { baseUrl } = JSON.parse(readFileSync(localFile(dataDir), 'utf8')) as Partial<LocalFile>
    return baseUrl ?? null
  } catch {
    return null
  }
}

function localFile(dataDir: string): string {
  return join(dataDir, 'local.json')
}
