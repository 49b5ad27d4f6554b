import { totalmem } from 'node:os'

const share = 8
/** What Postgres has by itself. */
const leastMegabytes = 128
const mostMegabytes = 1024

/**
 * What Postgres may keep of its tables in memory of its own (`shared_buffers`): an eighth of the machine's memory, or of what this process may use
 * of it, up to a gigabyte; the rest is for the system's cache and others. With 128 MB each lead beside millions reads pages of the indexes of
 * phones and e-mails anew and drives others out; see docs/postgres.md.
 */
export function bufferMegabytes(
  memoryBytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
): number {
  const megabytes = Math.floor(memoryBytes / 2 ** 20 / share)
  return Math.min(mostMegabytes, Math.max(leastMegabytes, megabytes))
}
