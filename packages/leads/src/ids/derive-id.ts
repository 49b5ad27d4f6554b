import { hash } from 'node:crypto'

/** Room for a namespace's 16 bytes and a name; longer names take a buffer of their own. */
const shared = Buffer.alloc(256)

/** Nearly all names are ids, and so of one length. */
const parts: Buffer[] = []

function sharedUpTo(end: number): Buffer {
  parts[end] ??= shared.subarray(0, end)
  return parts[end]
}

/** The UUID version 5 (RFC 9562, 5.5) of a name in a namespace. */
export function deriveId(name: string, namespace: string): string {
  return idsIn(namespace)(name)
}

/**
 * {@link deriveId} for many names of one namespace, to be used before the next namespace's is asked for. A create answers with
 * an id for each item of its checklist: made this way they cost a quarter of what the general library takes.
 */
export function idsIn(namespace: string): (name: string) => string {
  shared.write(namespace.replaceAll('-', ''), 0, 'hex')
  return (name) => {
    const fits = name.length * 3 <= shared.length - 16
    const input = fits ? shared : Buffer.concat([shared.subarray(0, 16), Buffer.alloc(name.length * 3)])
    const end = 16 + input.write(name, 16, 'utf8')
    const hex = hash('sha1', fits ? sharedUpTo(end) : input.subarray(0, end), 'hex')
    const variant = variants[Number.parseInt(hex.charAt(16), 16) & 0x3]
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }
}

const variants = ['8', '9', 'a', 'b']
