import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseConfig } from '@intake/runtime/parse-config'
import { DoctorSettings } from '../config.ts'
import { explainError } from '../explain-error.ts'
import type { Session } from '../session.ts'
import { type Finding, fault, finding } from './finding.ts'

/** Whether the folder of files takes one, and addresses of files are signed with a secret that all gateways share. */
export async function checkStorage(
  { environment }: Session,
  localDataDir: string | null,
): Promise<Finding[]> {
  let given: Pick<DoctorSettings, 'STORAGE_DIR' | 'FILE_SIGNING_SECRET'>
  try {
    given = parseConfig(DoctorSettings.pick({ STORAGE_DIR: true, FILE_SIGNING_SECRET: true }), environment)
  } catch (error) {
    return [fault('files', explainError(error), 'Mend the setting: docs/configuration.md.')]
  }
  const directory = given.STORAGE_DIR ?? (localDataDir === null ? null : join(localDataDir, 'files'))
  return [await checkFolder(directory), checkSecret(given.FILE_SIGNING_SECRET, localDataDir)]
}

async function checkFolder(directory: string | null): Promise<Finding> {
  if (directory === null)
    return finding(
      'files',
      'unknown',
      'STORAGE_DIR is not set here.',
      'Run doctor where the gateways run. Files in S3 are not looked at.',
    )
  const probe = join(directory, `.probe-${randomUUID()}`)
  try {
    await mkdir(directory, { recursive: true })
    await writeFile(probe, 'x')
    await rm(probe)
    return finding('files', 'ok', `${directory} takes files.`)
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException
    return finding(
      'files',
      'fault',
      `${directory} takes no files: ${code}.`,
      'Let the user of the gateways write there, or set STORAGE_DIR.',
    )
  }
}

function checkSecret(secret: string | undefined, localDataDir: string | null): Finding {
  if (secret) return finding('signing', 'ok', 'FILE_SIGNING_SECRET is set.')
  if (localDataDir !== null) return finding('signing', 'ok', 'The local service keeps a secret of its own.')
  return finding(
    'signing',
    'unknown',
    'FILE_SIGNING_SECRET is not set here. Without it addresses of files end with their gateway.',
    'Give all gateways the same one, such as what “openssl rand -hex 32” prints.',
  )
}
