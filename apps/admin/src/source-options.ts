import { CreateSourceRequest, SourceSettings } from '@intake/contracts/sources'
import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { AdminError } from './admin-error.ts'

/** What options of `source` give. */
export interface SourceOptions {
  secret?: [string, string][]
  setting?: [string, string][]
  origin?: string[]
  returnUrl?: string[]
  mapping?: string
}

/** An argument `name=value` that may be repeated. */
export function parsePair(text: string, before: [string, string][] = []): [string, string][] {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Give name=value.')
  return [...before, [text.slice(0, at), text.slice(at + 1)]]
}

/** An argument that may be repeated. */
export function collect(text: string, before: string[] = []): string[] {
  return [...before, text]
}

/** Settings as the API takes them. A value that can't be text there is read as JSON: a number, a list. */
export function settingsOf({ setting = [], origin, returnUrl }: SourceOptions): Record<string, unknown> {
  return {
    ...(origin && { allowedOrigins: origin }),
    ...(returnUrl && { returnUrls: returnUrl }),
    ...Object.fromEntries(
      setting.map(([name, value]) => [name, isText(name, value) ? value : fromJson(value)]),
    ),
  }
}

/** The request out of options. Throws an AdminError that names each fault. */
export function checkRequest<Schema extends z.ZodType>(schema: Schema, request: object): z.output<Schema> {
  const parsed = schema.safeParse(request)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(({ path, message }) => ({ place: path.join('.'), message }))
  throw new AdminError({ code: 'usage', message: 'These options are wrong.', errors })
}

/** What `--mapping` gives, checked when the request is. */
export function mappingOf(text: string): unknown {
  const mapping = fromJson(text)
  if (typeof mapping === 'string')
    throw new AdminError({ code: 'usage', message: 'The mapping is not JSON.' })
  return mapping
}

export const sourceKinds = CreateSourceRequest.shape.kind.options

function isText(name: string, value: string): boolean {
  const shape: Record<string, z.ZodType> = SourceSettings.shape
  return shape[name]?.safeParse(value).success ?? false
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
