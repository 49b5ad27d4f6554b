import { isUtf8 } from 'node:buffer'
import { fileTypeFromBuffer } from 'file-type'

/** Bytes of a file's beginning that are looked at. */
export const sniffedBytes = 4100

const maxType = 100
/** RFC 6838, 4.2. Anything else, such as a control character, can't stand in the header of a download. */
const mediaType = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/
const unknownType = 'application/octet-stream'

/** Containers that say little: what was declared may be more exact. */
const containers = new Map([
  ['application/zip', /^application\/(vnd\.|epub|zip|x-zip)/],
  ['application/x-cfb', /^application\/(msword|vnd\.ms-)/],
  ['application/xml', /^(image\/svg\+xml|(application|text)\/([a-z0-9.+-]+\+)?xml)$/],
])

/** Types of files that run. */
const programs = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/java-vm',
  'application/wasm',
  'application/vnd.android.package-archive',
  'application/x-ms-shortcut',
])

/**
 * The media type of a file by its beginning. Text has no marks: there the declared type stands if it is one of text. What neither has
 * marks nor is text is `application/octet-stream`, whatever was declared.
 */
export async function sniffType(head: Uint8Array, declared: string): Promise<string> {
  const name = declared.split(';')[0]?.trim().toLowerCase().slice(0, maxType) ?? ''
  const given = mediaType.test(name) ? name : ''
  const found = await fileTypeFromBuffer(head)
  if (found) return containers.get(found.mime)?.test(given) ? given : found.mime
  if (!isText(head)) return unknownType
  return /^text\/[a-z0-9.+-]+$|^application\/([a-z0-9.-]+\+)?(json|xml)$/.test(given) ? given : 'text/plain'
}

/** Whether a file of this type is a program, which no lead has reason to send. */
export function isProgram(mimeType: string): boolean {
  return programs.has(mimeType)
}

/** Whether a type is one of the given ones, such as `application/pdf`, `image/*` or any. */
export function isAllowedType(mimeType: string, allowed: readonly string[]): boolean {
  return allowed.some((pattern) =>
    pattern.endsWith('/*')
      ? pattern === '*/*' || mimeType.startsWith(pattern.slice(0, -1))
      : pattern === mimeType,
  )
}

function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false
  // The beginning of a longer file may end amid a character.
  const cuts = head.length < sniffedBytes ? [0] : [0, 1, 2, 3]
  return cuts.some((cut) => isUtf8(head.subarray(0, head.length - cut)))
}
