import { UpdateSourceRequest } from '@intake/contracts/sources'
import { deleteSource, updateSource } from '@intake/leads/sources/update-source'
import type { Command } from 'commander'
import { readMapping } from '../import/read-mapping.ts'
import type { Session } from '../session.ts'
import { checkRequest, mappingOf, parsePair, type SourceOptions } from '../source-options.ts'
import { withSources } from '../with-sources.ts'
import { parseId } from '../with-webhooks.ts'

interface Options extends Pick<SourceOptions, 'secret' | 'mapping'> {
  workspace: string
  name?: string
}

/** `source set`, `source pause`, `source resume` and `source delete` */
export function addSourceChanges(parent: Command, session: Session): void {
  const { output } = session
  const command = (verb: string, does: string) =>
    parent
      .command(verb)
      .description(does)
      .argument('<source>', 'its id', parseId)
      .requiredOption('--workspace <slug>', 'its workspace')
  const pausing =
    (paused: boolean, told: string) =>
    async (id: string, { workspace }: Options) => {
      const { source } = await withSources(session, workspace, (ctx) => updateSource(ctx, id, { paused }))
      output.result(source, told)
    }

  command('set', 'give a source another name, secret or mapping; what waits for a new secret is fetched')
    .option('--name <name>', 'for people')
    .option('--secret <name=value>', 'a secret to replace, repeatable', parsePair)
    .option(
      '--mapping <json>',
      'fields of the lead by names of the sender, as JSON or a file; “null” for none',
    )
    .action(async (id: string, { workspace, name, secret, mapping }: Options) => {
      const request = checkRequest(UpdateSourceRequest, {
        ...(name !== undefined && { name }),
        ...(secret && { secrets: Object.fromEntries(secret) }),
        ...(mapping !== undefined && {
          mapping: mapping === 'null' ? null : mappingOf(readMapping(mapping)),
        }),
      })
      const { source } = await withSources(session, workspace, (ctx) => updateSource(ctx, id, request))
      output.result(source, 'Changed.')
    })
  command('pause', 'keep what comes as quarantined, until it is replayed').action(
    pausing(true, 'Paused. What comes is kept; “source resume” and “source replay” take it in.'),
  )
  command('resume', 'take in what comes again').action(
    pausing(false, 'Goes on. “source replay” takes in what came meanwhile.'),
  )
  command('delete', 'take a source away with its address and its secrets; its leads stay').action(
    async (id: string, { workspace }: Options) => {
      const { source } = await withSources(session, workspace, (ctx) => deleteSource(ctx, id))
      output.result({ id: source.id, workspace, deleted: true }, `Deleted ${source.id}.`)
    },
  )
}
