import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Reads the password in `file`, or makes one and keeps it there, readable by the owner only. */
export function keepPassword(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const password = randomBytes(24).toString('hex')
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${password}\n`, { mode: 0o600 })
  renameSync(draft, file)
  return password
}
