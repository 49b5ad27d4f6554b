import { promisify } from 'node:util'
import { gunzip, inflate, inflateRaw } from 'node:zlib'
import { AppError, invalidRequest } from '@intake/contracts/app-error'
import type { Context } from 'hono'
import { headerOf } from './header-of.ts'

const unpackers = {
  gzip: promisify(gunzip),
  zlib: promisify(inflate),
  deflate: promisify(inflateRaw),
}

/** How the body is packed; null for one that isn't. Throws `unsupported_media_type` for another coding, or several. */
export function packingOf(c: Context): 'gzip' | 'deflate' | null {
  const coding = headerOf(c, 'content-encoding')?.trim().toLowerCase() ?? ''
  if (coding === '' || coding === 'identity') return null
  if (coding === 'gzip' || coding === 'x-gzip') return 'gzip'
  if (coding === 'deflate') return 'deflate'
  throw new AppError(
    'unsupported_media_type',
    'The Content-Encoding must be gzip, deflate or identity: no other compression is read.',
  )
}

/** The bytes of a packed body; no more than `maxBytes` are ever made of it. Throws `payload_too_large`, `invalid_request`. */
export async function unpack(packed: Buffer, packing: 'gzip' | 'deflate', maxBytes: number): Promise<Buffer> {
  try {
    return await unpackers[kindOf(packed, packing)](packed, { maxOutputLength: maxBytes })
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new AppError(
        'payload_too_large',
        `The body is larger than ${maxBytes} bytes once it is unpacked.`,
      )
    const message = `the body is not what its Content-Encoding says: ${packing}`
    throw invalidRequest([{ pointer: '', code: 'invalid_encoding', message }], cause)
  }
}

/** `deflate` means the zlib format (RFC 9110, 8.4.1.2); some clients send it without zlib's header of two bytes. */
function kindOf([first = 0, second = 0]: Buffer, packing: 'gzip' | 'deflate'): keyof typeof unpackers {
  if (packing === 'gzip') return 'gzip'
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0 ? 'zlib' : 'deflate'
}
