import type { ErrorCode } from '@intake/contracts/app-error'
import type { Scope } from '@intake/leads/workspace/caller'
import { z } from 'zod'
import type { requestHeaders } from './headers.ts'

/** Groups of operations, in the order in which they are shown. */
export const tags = {
  Leads: 'Take leads in, read and change them.',
  Imports: 'Files of leads, taken in row by row.',
  Documents: 'Files of leads.',
  Checklist: 'What a workspace wants to know of each lead.',
  Timeline: 'What happened with a lead, and what is to happen.',
  Phone: 'Phone numbers without a lead.',
  Sources: 'Let ad platforms and forms send leads in their own form.',
  Privacy: 'Who must not be contacted, and what is owed to the people behind the leads.',
  Webhooks: 'Hear of what happens to leads.',
  Analytics: 'What became of leads, in numbers.',
  Integration: 'How well your calls fit.',
  Audit: 'Who did what, and who read which lead.',
} as const

/** A call as the document shows it. A test sends it and keeps its answer in example-answers.json. */
export interface Example {
  summary: string
  /** Values of the path and the query. The ids of example-ids.ts stand for things that are there. */
  params?: Record<string, string>
  headers?: Record<string, string>
  body?: unknown
}

/** Of an operation's {@link Operation.minimal}. */
export const minimalDescription = 'The answer to `Prefer: return=minimal`, and to a key without `leads:read`.'

/** A member that every answer of a writing call has. */
export const success = { success: z.literal(true).describe('Always true.') }

/** An {@link Operation.minimal} of these members beside `success`. */
export const minimalAnswer = (id: string, shape: z.ZodRawShape) =>
  z.strictObject({ ...success, ...shape }).meta({ id, description: minimalDescription })

/** A path as it is registered, as documents write it: `/leads/:id` as `/leads/{id}`. */
export function documentPath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}')
}

/** One operation of the API. All that follows from these members is added by operation-object.ts. */
export interface Operation {
  /** Its name in clients: `verbNoun`. */
  id: string
  method: 'get' | 'post' | 'put' | 'delete'
  /** As registered in app.ts. */
  path: string
  tag: keyof typeof tags
  summary: string
  description?: string
  scope: Scope
  /** Another that it needs. */
  besides?: Scope
  /** The variable parts of the path. */
  params?: Record<string, z.ZodType>
  query?: z.ZodObject
  body?: z.ZodType
  /** Of the body, when it isn't JSON. */
  contentType?: string
  /** Another that it takes, of the same schema. */
  otherContentType?: string
  /** Given when the operation takes `Idempotency-Key` and `Prefer`: its answer to `return=minimal`. */
  minimal?: z.ZodType
  /** Its answer to a key without `leads:read`, where it takes no `Prefer`. */
  unread?: z.ZodType
  answer: z.ZodType
  /** Its answers to calls that ask for something else. */
  otherAnswers?: z.ZodType[]
  /** Whether the answer is many: a JSON document a line, or CSV. */
  isLines?: boolean
  /** Whether these lines are never CSV. */
  isNeverCsv?: boolean
  /** Of the answer; 200 unless given. */
  status?: 201 | 202 | 207
  /** Whether the next page stands in the `Link` header. */
  paged?: boolean
  /** Request headers of its own. */
  headers?: (keyof typeof requestHeaders)[]
  /** Refusals beyond those that follow from the rest. */
  errors?: ErrorCode[]
  /** The first stands for the operation. */
  examples: Record<string, Example>
}
