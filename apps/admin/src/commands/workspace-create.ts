import { createWorkspace } from '@intake/leads/admin/create-workspace'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import type { Command } from 'commander'
import type { Session } from '../session.ts'

/** `workspace create <slug>` */
export function addWorkspaceCreate(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('create')
    .description('make a workspace; one that exists stays as it is')
    .argument('<slug>', 'lower-case letters, digits and hyphens; names it in every other command')
    .option('--name <name>', 'what people call it (default: the slug)')
    .option('--region <code>', 'country that phone numbers without a country code are read in', 'US')
    .addHelpText(
      'after',
      '\nExample:\n  $ npm run admin -- workspace create acme --name "Acme Lending" --region CA',
    )
    .action(async (slug: string, options: { name?: string; region: string }) => {
      const { created, workspace } = await withDatabase(async (ctx) => {
        const name = options.name?.trim() || slug
        const { created } = await createWorkspace(ctx, {
          slug,
          name,
          defaultRegion: options.region.toUpperCase(),
        })
        return { created, workspace: await findWorkspace(ctx, slug) }
      })
      const { id, name, default_region: defaultRegion } = workspace
      const words = `workspace ${slug} (${name}, phones read as ${defaultRegion}), id ${id}`
      output.result(
        { id, slug, name, defaultRegion, created },
        created ? `Made ${words}` : `There is already a ${words}. Nothing was changed.`,
      )
    })
}
