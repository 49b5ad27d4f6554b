import { createApiKey } from '@intake/leads/admin/create-api-key'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { scopes as allScopes, defaultScopes, type Scope } from '@intake/leads/workspace/caller'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { parseExpiry } from '../parse-expiry.ts'
import type { Session } from '../session.ts'

interface Options {
  name: string
  test: boolean
  scopes?: Scope[]
  expires?: Date
  rate?: number
  burst?: number
  addresses?: string[]
  publishable?: string[]
}

/** `key create <workspace>`: the key stands alone on stdout, so that a shell can catch it. */
export function addKeyCreate(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('create')
    .description('make an API key and show it, this once')
    .argument('<workspace>', 'slug of the workspace')
    .requiredOption('--name <name>', 'who or what uses it', parseName)
    .option('--test', 'a test key: its leads are never matched and never sent to webhooks', false)
    .addOption(
      new Option(
        '--scopes <list>',
        `what it may do, of ${allScopes.join(',')}; without it ${defaultScopes.join(',')}`,
      ).argParser(parseScopes),
    )
    .option(
      '--expires <when>',
      'last moment: 90d, 12h, 2027-01-31 or a time such as 2027-01-31T12:00Z',
      expiry,
    )
    .option('--rate <requests>', "requests a second; without it the service's setting", count)
    .option('--burst <requests>', 'requests at once; without it two seconds of the rate', count)
    .option(
      '--addresses <list>',
      'addresses and networks that it may be used from, such as 203.0.113.0/24,2001:db8::7; without it any',
      (text) => text.split(',').map((part) => part.trim()),
    )
    .option(
      '--publishable <origins>',
      'a key that pages of these origins may hold, such as https://shop.example: it submits leads and does nothing else',
      (text) => text.split(',').map((part) => part.trim()),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ KEY=$(npm run --silent admin -- key create acme --name website)
  $ npm run admin -- key create acme --name "trial import" --test --scopes leads:write --expires 30d`,
    )
    .action(
      async (
        slug: string,
        { name, test: isTest, scopes: asked, expires, rate, burst, addresses, publishable }: Options,
      ) => {
        const publishTo = publishable ?? null
        const scopes = asked ?? (publishTo ? (['leads:submit'] as Scope[]) : [...defaultScopes])
        const expiresAt = expires ?? null
        const [rateLimit, rateBurst] = [rate ?? null, burst ?? null]
        const allowedAddresses = addresses ?? null
        const made = { name, isTest, scopes, expiresAt, rateLimit, rateBurst, allowedAddresses, publishTo }
        const { id, key } = await withDatabase(async (ctx) => {
          const { id: workspaceId } = await findWorkspace(ctx, slug)
          return createApiKey(ctx, { workspaceId, ...made })
        })
        output.note('This key is shown only now; the database keeps a hash of it.')
        if (!asked) output.note(`It has the scopes ${scopes.join(' and ')}. Say --scopes for others.`)
        output.result(
          {
            id,
            key,
            workspace: slug,
            ...made,
            expiresAt: expiresAt?.toISOString() ?? null,
          },
          key,
        )
      },
    )
}

function parseName(text: string): string {
  if (!text.trim()) throw new InvalidArgumentError('It must not be empty.')
  return text.trim()
}

function parseScopes(text: string): Scope[] {
  const asked = new Set(text.split(',').map((scope) => scope.trim()))
  const known = allScopes.filter((scope) => asked.has(scope))
  if (known.length < asked.size) throw new InvalidArgumentError(`Choose from ${allScopes.join(', ')}.`)
  return known
}

export function expiry(text: string): Date {
  const when = parseExpiry(text, new Date())
  if (typeof when === 'string') throw new InvalidArgumentError(when)
  return when
}

function count(text: string): number {
  const number = Number(text)
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return number
}
