import { z } from 'zod'
import { CreateLeadAnswer, MinimalLeadAnswer } from './lead-answer.ts'
import { Problem } from './problem.ts'
import { SubmittedAnswer } from './sources.ts'

const maxBatchLeads = 500

/** Body of `POST /api/v1/leads/batch`. Its leads are looked at one by one: one that is wrong doesn't refuse the others. */
export const CreateLeadsRequest = z
  .object({
    leads: z
      .array(z.unknown())
      .min(1)
      .max(maxBatchLeads)
      .describe('1 to 500 leads, each like the body of `POST /api/v1/leads`.'),
  })
  .meta({ id: 'CreateLeadsRequest', description: 'Leads to take in.' })

const index = z.int().min(0).describe('Place of the lead in the request, from 0.')

export const LeadResult = z
  .union([
    z.strictObject({
      index,
      status: z.literal(200).describe('The lead is stored.'),
      replayed: z.boolean().describe('Whether this is the answer of an earlier call with the same key.'),
      answer: z
        .union([CreateLeadAnswer, MinimalLeadAnswer, SubmittedAnswer])
        .describe('What `POST /api/v1/leads` answers; the id alone with `Prefer: return=minimal`.'),
    }),
    z.strictObject({
      index,
      status: z.int().min(400).describe('The status that the lead would have been refused with by itself.'),
      problem: Problem.loose().describe('Why. Pointers start at `/leads/{index}`.'),
    }),
  ])
  .meta({ id: 'LeadResult', description: 'What became of one lead of a batch.' })

export const CreateLeadsAnswer = z
  .strictObject({
    success: z.literal(true).describe('The batch was worked through; see `refused` and `results`.'),
    accepted: z.int().describe('How many leads are stored.'),
    refused: z.int().describe('How many are not.'),
    results: z.array(LeadResult).describe('One for each lead, in the order of the request.'),
  })
  .meta({ id: 'CreateLeadsAnswer', description: 'What became of each lead of a batch.' })
export type CreateLeadsAnswer = z.infer<typeof CreateLeadsAnswer>
