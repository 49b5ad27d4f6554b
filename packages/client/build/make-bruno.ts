import type { OpenApiDocument, Operation, Parameter } from './make-api.ts'

/** Where the id of a thing comes from: the member of an answer, by the operation that makes the thing. */
const madeBy: Readonly<Record<string, [variable: string, member: string]>> = {
  createLead: ['leadId', 'lead.id'],
  createImport: ['importId', 'import.id'],
  uploadDocuments: ['documentId', 'documents[0].id'],
  addActionLog: ['logId', 'actionLog.id'],
  createSource: ['sourceId', 'source.id'],
  createSuppressions: ['suppressionId', 'suppressions[0].id'],
  createWebhookEndpoint: ['webhookEndpointId', 'webhookEndpoint.id'],
  testWebhookEndpoint: ['webhookDeliveryId', 'webhookDelivery.id'],
}

/** The variable that holds the id below a path, by the path's collection. */
const variableOf: Readonly<Record<string, string>> = {
  leads: 'leadId',
  imports: 'importId',
  documents: 'documentId',
  sources: 'sourceId',
  submissions: 'submissionId',
  suppressions: 'suppressionId',
  'webhook-endpoints': 'webhookEndpointId',
  'webhook-deliveries': 'webhookDeliveryId',
}

/** Parameters that only a call with a token does without. */
const firstCallNeeds: ReadonlySet<string> = new Set(['start', 'end'])

/** Files of a Bruno collection with all calls of the document, by their paths in it; a folder for each of its tags. */
export function makeBruno(document: OpenApiDocument): Map<string, string> {
  const files = new Map([
    ['bruno.json', `${JSON.stringify({ version: '1', name: 'Intake', type: 'collection' }, null, 2)}\n`],
    ['collection.bru', block('headers', ['x-api-key: {{apiKey}}'])],
    [
      'environments/local.bru',
      `${block('vars', ['baseUrl: http://127.0.0.1:3000'])}${list('vars:secret', ['apiKey'])}`,
    ],
  ])
  for (const [place, { name, description }] of document.tags.entries())
    files.set(
      `${name}/folder.bru`,
      [block('meta', [`name: ${name}`, `seq: ${place + 1}`]), block('docs', [description])].join('\n'),
    )
  const requests = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation, document })),
  )
  const seqs = new Map<string, number>()
  // A folder that is run whole takes away at its end what it made.
  for (const request of [...requests.filter((one) => !takesAway(one)), ...requests.filter(takesAway)]) {
    const folder = request.operation.tags[0] ?? 'Other'
    const seq = (seqs.get(folder) ?? 0) + 1
    seqs.set(folder, seq)
    files.set(`${folder}/${request.operation.operationId}.bru`, makeRequest({ ...request, seq }))
  }
  return files
}

function takesAway({ method, path }: Pick<Request, 'method' | 'path'>): boolean {
  return method === 'delete' || /\/(un)?merge$|\/erase$/.test(path)
}

interface Request {
  path: string
  method: string
  operation: Operation
  seq: number
  document: OpenApiDocument
}

function makeRequest({ path, method, operation, seq, document }: Request): string {
  const { operationId, summary } = operation
  const parameters = operation.parameters.map(
    (one) => document.components.parameters[one.$ref?.split('/').at(-1) ?? ''] ?? one,
  )
  const of = (place: Parameter['in']) => parameters.filter((one) => one.in === place)
  const body = bodyOf(operation)
  const ids = [...path.matchAll(/([\w-]+)\/\{(\w+)\}/g)].map(([, collection = '', name = '']) => {
    const variable = name === 'id' ? variableOf[collection] : name === 'logId' ? 'logId' : undefined
    const example = of('path').find((one) => one.name === name)?.example
    return `${name}: ${variable ? `{{${variable}}}` : example}`
  })
  const made = madeBy[operationId]
  const queries = of('query').map(({ name, required, example = '' }) => ({
    ...{ name, example, isGiven: required || firstCallNeeds.has(name) },
  }))
  // Bruno sends what the address has.
  const query = queries
    .filter(({ isGiven }) => isGiven)
    .map(({ name, example }) => `${name}=${example}`)
    .join('&')
  const blocks = [
    block('meta', [`name: ${operationId}`, 'type: http', `seq: ${seq}`]),
    block(method, [
      `url: {{baseUrl}}${path.replaceAll(/\{(\w+)\}/g, ':$1')}${query && `?${query}`}`,
      `body: ${body?.mode ?? 'none'}`,
      'auth: none',
    ]),
    block(
      'params:query',
      queries.map(({ name, example, isGiven }) => `${isGiven ? '' : '~'}${name}: ${example}`.trimEnd()),
    ),
    block('params:path', ids),
    block('headers', [
      ...(takesKey(parameters) ? ['Idempotency-Key: {{$guid}}'] : []),
      ...(body?.type ? [`content-type: ${body.type}`] : []),
    ]),
    body ? block(body.block, body.lines) : '',
    made ? block('vars:post-response', [`${made[0]}: res.body.${made[1]}`]) : '',
    block('docs', [summary]),
  ]
  return blocks.filter(Boolean).join('\n')
}

function bodyOf(operation: Operation) {
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  if (!type || !content) return null
  const value = content.example ?? Object.values(content.examples ?? {})[0]?.value ?? {}
  if (type === 'application/json')
    return { mode: 'json', block: 'body:json', type: null, lines: withVariables(value).split('\n') }
  if (type === 'multipart/form-data') {
    const lines = ['leadId: {{leadId}}', 'files: @file(document.pdf)']
    return { mode: 'multipartForm', block: 'body:multipart-form', type: null, lines }
  }
  return { mode: 'text', block: 'body:text', type, lines: String(value).trimEnd().split('\n') }
}

/** The example’s lead is the one that was made. */
function withVariables(value: unknown): string {
  const replaced = (name: string, one: unknown) => (name === 'leadId' ? '{{leadId}}' : one)
  return JSON.stringify(value, replaced, 2)
}

function takesKey(parameters: readonly Parameter[]): boolean {
  return parameters.some(({ name }) => name === 'Idempotency-Key')
}

function block(name: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${name} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}\n`
}

function list(name: string, items: readonly string[]): string {
  return `${name} [\n${items.map((item) => `  ${item}`).join(',\n')}\n]\n`
}
