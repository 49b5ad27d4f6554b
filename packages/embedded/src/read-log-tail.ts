import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const MAX_BYTES = 16_384

/** The last `lines` lines of a log file, at most those written after byte `from`. Empty when there is none. */
export function readLogTail(file: string, lines: number, from = 0): string {
  let fd: number
  try {
    fd = openSync(file, 'r')
  } catch {
    return ''
  }
  try {
    const { size } = fstatSync(fd)
    const start = Math.max(from, size - MAX_BYTES)
    const buffer = Buffer.alloc(Math.max(0, size - start))
    readSync(fd, buffer, 0, buffer.length, start)
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } finally {
    closeSync(fd)
  }
}
