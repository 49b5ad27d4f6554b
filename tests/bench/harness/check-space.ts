import { statfs } from 'node:fs/promises'

/** As seen, and as much again for the write-ahead log and the windows. */
const bytesPerLead = 7000

/** Throws where this many leads wouldn't fit, before anything is filled. */
export async function checkSpace(directory: string, leads: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory)
  const [free, needed] = [bavail * bsize, leads * bytesPerLead].map((bytes) => Math.round(bytes / 1e9))
  if ((free ?? 0) < (needed ?? 0))
    throw new Error(`${leads} leads need ${needed} GB, and ${directory} has ${free} GB left`)
}
