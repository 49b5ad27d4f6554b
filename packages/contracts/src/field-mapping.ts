import { z } from 'zod'
import { fieldNamesWith } from './lead-fields.ts'
import { optOutChannels } from './opt-out-channels.ts'

/** Where the value of a target comes from: a name of the record, or an operator on others. */
export type ValueFrom =
  | string
  /** The first that is filled. */
  | { readonly first: readonly ValueFrom[] }
  /** Part of a full name. */
  | { readonly part: 'first' | 'last'; readonly of: ValueFrom }
  | { readonly const: string | number | boolean }
  /** All that are filled, with a space or `with` between them. */
  | { readonly join: readonly ValueFrom[]; readonly with?: string | undefined }
  /** Values in the place of others; what isn't among them stays. */
  | { readonly values: Readonly<Record<string, string | number | boolean>>; readonly of: ValueFrom }

/**
 * Target → where it comes from; null leaves the target out. Targets are fields, `checklist.<code>`, `customFields.<name>`,
 * `consent.<channel>`, `optOut.<channel>`, and `tags[]`, which takes every value of its sources. There is no `not`: a box that wasn't
 * ticked is no consent, never an opt-out.
 */
export type FieldMapping = Readonly<Record<string, ValueFrom | null>>

const maxNameLength = 300
const maxParts = 20
const maxTargets = 200
const maxMappingBytes = 32_768

const Name = z.string().min(1).max(maxNameLength)
const Constant = z.union([z.string().max(1000), z.number(), z.boolean()])

let operators: z.ZodType<ValueFrom> | undefined

const From: z.ZodType<ValueFrom> = z
  // Made once: operators hold others.
  .lazy(
    () =>
      (operators ??= z.union(
        [
          Name,
          z.strictObject({
            first: z.array(From).min(1).max(maxParts).describe('The first of these that is filled.'),
          }),
          z.strictObject({
            part: z.enum(['first', 'last']).describe('Which part of a full name.'),
            of: From.describe('The full name.'),
          }),
          z.strictObject({ const: Constant.describe('The same for every lead.') }),
          z.strictObject({
            join: z
              .array(From)
              .min(1)
              .max(maxParts)
              .describe('All of these that are filled, one after the other.'),
            with: z.string().max(20).optional().describe('What stands between them; a blank unless given.'),
          }),
          z.strictObject({
            values: z.record(z.string().max(1000), Constant).describe('Values in the place of others.'),
            of: From.describe('Whose values they are.'),
          }),
        ],
        {
          error:
            'must be a name, or one of {"first": […]}, {"part": "first"|"last", "of": …}, {"const": …}, {"join": […]}, {"values": {…}, "of": …}',
        },
      )),
  )
  .meta({
    id: 'ValueFrom',
    description: 'Where a value comes from: a name of the record, or an operator on others.',
  })

/** Fields that a mapping may fill: what a call may give, less what has a shape of its own. */
const mappableFields: ReadonlySet<string> = new Set(
  [
    ...fieldNamesWith('input').filter((name) => name !== 'customFields' && name !== 'attribution'),
    'fullName',
    'tags[]',
    'didOptOut',
    ...optOutChannels.map((channel) => `optOut.${channel}`),
  ].map(String),
)
const named = /^(checklist\.\S.{0,99}|customFields\.\S.{0,63}|consent\.[a-zA-Z]{1,20})$/u

/** A mapping as callers give it. */
export const FieldMapping: z.ZodType<FieldMapping> = z
  .record(z.string().max(110), From.nullable())
  .superRefine((mapping, ctx) => {
    const targets = Object.keys(mapping)
    const refuse = (path: string[], message: string) => ctx.addIssue({ code: 'custom', path, message })
    if (targets.length > maxTargets) refuse([], `at most ${maxTargets} targets`)
    if (JSON.stringify(mapping).length > maxMappingBytes) refuse([], `at most ${maxMappingBytes} characters`)
    for (const target of targets)
      if (!mappableFields.has(target) && !named.test(target))
        refuse(
          [target],
          `is no target; there are ${[...mappableFields].join(', ')}, checklist.<code>, customFields.<name>, consent.<channel>`,
        )
  })
  .meta({
    id: 'FieldMapping',
    description:
      'What each field is made of: `{"firstName": "first_name", "phoneNumber": {"first": ["mobile", "phone"]}, "tags[]": {"values": {"gold": "VIP"}, "of": "plan"}}`.',
  })
