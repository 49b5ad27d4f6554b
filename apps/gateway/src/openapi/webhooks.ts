import { WebhookPayload } from '@intake/contracts/webhook-events'
import { exampleIds } from './example-ids.ts'
import { webhookHeaders } from './headers.ts'
import { refer } from './operation-object.ts'
import { pascalCase } from './problems.ts'
import type { Schemas } from './schemas.ts'
import { webhookExamples } from './webhook-examples.ts'

/** The requests that the service sends to the endpoints of a workspace, as OpenAPI has them: by event. */
export function webhooksOf(schemas: Schemas): Record<string, unknown> {
  return Object.fromEntries(
    WebhookPayload.options.map((payload) => {
      const event = payload.shape.event.value
      const { description = '' } = payload.meta() ?? {}
      return [event, { post: requestOf(event, description, schemas.toSchema(payload, 'answer')) }]
    }),
  )
}

function requestOf(event: WebhookPayload['event'], summary: string, schema: object) {
  return {
    operationId: `on${pascalCase(event.replaceAll('.', '_'))}`,
    tags: ['Webhooks'],
    summary,
    description:
      'Signed per [Standard Webhooks](https://www.standardwebhooks.com); at least once and in order for each lead, but for a test event, which is tried once.',
    // The signature stands for it.
    security: [],
    parameters: Object.keys(webhookHeaders).map((name) => refer('parameters', name)),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema,
          example: {
            event,
            timestamp: '2026-11-24T05:01:00.000Z',
            workspaceId: exampleIds.workspace,
            ...webhookExamples[event],
          },
        },
      },
    },
    responses: {
      '2XX': {
        description:
          'Taken. Anything else, or no answer in time, is tried again, but for 410, which disables the endpoint.',
      },
      default: { description: 'Not taken. `Retry-After` puts off what is left for the endpoint.' },
    },
  }
}
