import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import { drawRandom } from '../ids/draw-random.ts'

/** Encrypts what the database keeps and must be read again: secrets of endpoints and sources, bodies of submissions. */
export interface Sealer {
  /** Whether there is a key. Without one nothing is encrypted. */
  readonly isOn: boolean
  /** `context` binds the text to its place: it opens with the same one only. Without a key the text stays as it is. */
  seal(text: string, context: string): string
  /** Takes sealed and plain texts. Throws {@link UnknownSealError} for a key that isn't there, another context, or damage. */
  open(text: string, context: string): string
  sealBytes(bytes: Buffer, context: string): Buffer
  openBytes(bytes: Buffer, context: string): Buffer
  /** Whether the text should be sealed anew: it is plain, or of an older key. */
  isStale(text: string): boolean
  isStaleBytes(bytes: Buffer): boolean
  /** What stands for a text that must be found and not be read: a keyed hash by each key, the first key's first. None without a key. */
  hashes(text: string): string[]
}

/** Something was sealed with a key that this process lacks, or was changed since. */
export class UnknownSealError extends Error {
  override name = 'UnknownSealError'
  constructor(keyId: string, cause?: unknown) {
    super(`nothing opens what was sealed with the key ${keyId}; is ENCRYPTION_KEYS complete?`, { cause })
  }
}

/** Begins what is sealed. Its zero byte stands in no text and in no JSON. */
const mark = Buffer.from('\0sealed1', 'latin1')
/** The same for a text. */
const textMark = 'sealed1:'
const idBytes = 4
const ivBytes = 12
const tagBytes = 16

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. The first key seals, every key opens: a new key comes first, and the old one goes
 * once nothing is sealed with it. Keys are secrets of any form, at least 32 characters long; HKDF makes the cipher's key of them.
 */
export function createSealer(keys: readonly string[]): Sealer {
  const all = keys.map(deriveKey)
  const [first] = all
  const byId = new Map(all.map((key) => [key.id.toString('hex'), key]))

  const sealBytes = (bytes: Buffer, context: string): Buffer => {
    if (!first) return bytes
    const iv = drawRandom(ivBytes)
    const cipher = createCipheriv('aes-256-gcm', first.secret, iv)
    cipher.setAAD(Buffer.from(context))
    const sealed = [cipher.update(bytes), cipher.final()]
    return Buffer.concat([mark, first.id, iv, cipher.getAuthTag(), ...sealed])
  }

  const openBytes = (bytes: Buffer, context: string): Buffer => {
    if (!bytes.subarray(0, mark.length).equals(mark)) return bytes
    const [id, iv, tag, sealed] = cut(bytes.subarray(mark.length), idBytes, ivBytes, tagBytes)
    const keyId = id.toString('hex')
    const key = byId.get(keyId)
    if (!key) throw new UnknownSealError(keyId)
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.secret, iv, { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(tag)
      return Buffer.concat([decipher.update(sealed), decipher.final()])
    } catch (error) {
      throw new UnknownSealError(keyId, error)
    }
  }

  const isStaleBytes = (bytes: Buffer): boolean =>
    first !== undefined && !bytes.subarray(0, mark.length + idBytes).equals(Buffer.concat([mark, first.id]))

  const bytesOf = (text: string) => Buffer.from(text.slice(textMark.length), 'base64url')
  return {
    isOn: first !== undefined,
    sealBytes,
    openBytes,
    seal: (text, context) =>
      first ? `${textMark}${sealBytes(Buffer.from(text), context).toString('base64url')}` : text,
    open: (text, context) =>
      text.startsWith(textMark) ? openBytes(bytesOf(text), context).toString() : text,
    isStale: (text) => isStaleBytes(text.startsWith(textMark) ? bytesOf(text) : Buffer.from(text)),
    isStaleBytes,
    hashes: (text) =>
      all.map(({ hashing }) => `hmac:${createHmac('sha256', hashing).update(text).digest('base64url')}`),
  }
}

function deriveKey(text: string) {
  const secret = Buffer.from(hkdfSync('sha256', text, '', 'intake sealing', 32))
  const hashing = Buffer.from(hkdfSync('sha256', text, '', 'intake hashing', 32))
  return {
    secret,
    hashing,
    id: createHash('sha256').update('id').update(secret).digest().subarray(0, idBytes),
  }
}

function cut(bytes: Buffer, id: number, iv: number, tag: number): [Buffer, Buffer, Buffer, Buffer] {
  const end = id + iv + tag
  return [
    bytes.subarray(0, id),
    bytes.subarray(id, id + iv),
    bytes.subarray(id + iv, end),
    bytes.subarray(end),
  ]
}
