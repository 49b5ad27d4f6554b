import { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import { type UnknownFieldsMode, unknownFieldsModes } from '@intake/contracts/gather-fields'
import { fillSearchables } from '@intake/leads/admin/fill-searchables'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { setCallingHours } from '@intake/leads/admin/set-calling-hours'
import { setDuplicatePolicy } from '@intake/leads/admin/set-duplicate-policy'
import { setNameSearch } from '@intake/leads/admin/set-name-search'
import { setPlaceholders } from '@intake/leads/admin/set-placeholders'
import { setRetention } from '@intake/leads/admin/set-retention'
import { setSearchableFields } from '@intake/leads/admin/set-searchable-fields'
import { setUniqueExternalIds } from '@intake/leads/admin/set-unique-external-ids'
import { setUnknownFields } from '@intake/leads/admin/set-unknown-fields'
import { type Command, Option } from 'commander'
import { AdminError } from '../admin-error.ts'
import type { Session } from '../session.ts'

interface Settings {
  callingFrom?: string
  callingTo?: string
  duplicatePolicy?: DuplicatePolicy
  placeholders?: string[]
  searchableFields?: string[]
  unknownFields?: UnknownFieldsMode
  uniqueExternalIds?: 'on' | 'off'
  nameSearch?: 'on' | 'off'
  keepLeads?: string
  keepDeletedLeads?: string
}

/** `workspace set <slug>` */
export function addWorkspaceSet(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('set')
    .description(
      'set when a workspace may call its leads, what becomes of duplicates and unknown fields, and what lists filter by',
    )
    .argument('<slug>', 'the workspace')
    .option('--calling-from <HH:MM>', 'earliest time of day')
    .option('--calling-to <HH:MM>', 'latest time of day, 24:00 at most')
    .addOption(
      new Option('--duplicate-policy <policy>', 'for leads with a known phone or e-mail').choices(
        DuplicatePolicy.options,
      ),
    )
    .option(
      '--placeholders <contact...>',
      'phones, e-mails and @domains that are never matched, in place of those before; "" for none',
    )
    .option(
      '--searchable-fields <names>',
      'custom fields that lists filter by, at most five, parted by commas, in place of those before; "" for none',
      (names) => names.split(',').flatMap((name) => name.trim() || []),
    )
    .addOption(
      new Option('--unknown-fields <mode>', 'for members of a lead’s body that are no field').choices(
        unknownFieldsModes,
      ),
    )
    .addOption(
      new Option(
        '--unique-external-ids <on|off>',
        'whether a second create with an external id answers the first lead',
      ).choices(['on', 'off']),
    )
    .addOption(
      new Option(
        '--name-search <on|off>',
        'whether all leads are found by the words of their names, e-mails and phones',
      ).choices(['on', 'off']),
    )
    .option('--keep-leads <days|off>', 'how long leads are kept')
    .option('--keep-deleted-leads <days|off>', 'how long deleted leads are kept')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npm run admin -- workspace set acme --calling-from 08:00 --calling-to 21:00\n  $ npm run admin -- workspace set acme --duplicate-policy merge\n  $ npm run admin -- workspace set acme --placeholders "678 231 0000" desk@acme.com @kiosk.example\n  $ npm run admin -- workspace set acme --searchable-fields budget,plan',
    )
    .action(async (slug: string, settings: Settings) => {
      const {
        callingFrom,
        callingTo,
        duplicatePolicy,
        placeholders,
        searchableFields,
        unknownFields,
        uniqueExternalIds,
        nameSearch,
      } = settings
      const keepLeads = parseDays(settings.keepLeads)
      const keepDeletedLeads = parseDays(settings.keepDeletedLeads)
      if (Object.keys(settings).length === 0)
        throw new AdminError({
          code: 'usage',
          message:
            'Say what to set: --calling-from, --calling-to, --duplicate-policy, --placeholders, --searchable-fields, --unknown-fields, --unique-external-ids, --name-search, --keep-leads or --keep-deleted-leads.',
        })
      const hours = await withDatabase(async (ctx) => {
        const { id } = await findWorkspace(ctx, slug)
        if (duplicatePolicy) await setDuplicatePolicy(ctx, { workspaceId: id, policy: duplicatePolicy })
        if (placeholders)
          await setPlaceholders(ctx, { workspaceId: id, placeholders: placeholders.filter(Boolean) })
        if (unknownFields) await setUnknownFields(ctx, { workspaceId: id, mode: unknownFields })
        if (searchableFields) {
          await setSearchableFields(ctx, { workspaceId: id, names: searchableFields })
          const onBatch = (looked: number) => output.note(`${looked} leads indexed …`)
          await fillSearchables(ctx, { workspaceId: id, onBatch })
        }
        if (uniqueExternalIds)
          await setUniqueExternalIds(ctx, {
            workspaceId: id,
            isOn: uniqueExternalIds === 'on',
            onBatch: (looked) => output.note(`${looked} leads looked at …`),
          })
        if (nameSearch)
          await setNameSearch(ctx, {
            workspaceId: id,
            isOn: nameSearch === 'on',
            onBatch: (looked) => output.note(`${looked} leads indexed …`),
          })
        await setRetention(ctx, { workspaceId: id, leads: keepLeads, deletedLeads: keepDeletedLeads })
        return setCallingHours(ctx, { workspaceId: id, from: callingFrom, to: callingTo })
      })
      const policy = duplicatePolicy ? `; duplicates: ${duplicatePolicy}` : ''
      output.result(
        {
          slug,
          callingFrom: hours.from,
          callingTo: hours.to,
          ...(duplicatePolicy ? { duplicatePolicy } : {}),
          ...(placeholders ? { placeholders: placeholders.filter(Boolean) } : {}),
          ...(searchableFields ? { searchableFields } : {}),
          ...(unknownFields ? { unknownFields } : {}),
          ...(uniqueExternalIds ? { uniqueExternalIds: uniqueExternalIds === 'on' } : {}),
          ...(nameSearch ? { nameSearch: nameSearch === 'on' } : {}),
          ...(keepLeads === undefined ? {} : { keepLeads }),
          ...(keepDeletedLeads === undefined ? {} : { keepDeletedLeads }),
        },
        `${slug} may call from ${hours.from} to ${hours.to}${policy}${placeholders ? `; placeholders: ${placeholders.filter(Boolean).length}` : ''}${searchableFields ? `; lists filter by: ${searchableFields.join(', ') || 'no custom field'}` : ''}${unknownFields ? `; unknown fields: ${unknownFields}` : ''}${uniqueExternalIds ? `; unique external ids: ${uniqueExternalIds}` : ''}${nameSearch ? `; found by name: ${nameSearch === 'on' ? 'all leads' : 'the newest'}` : ''}${keptFor('leads', keepLeads)}${keptFor('deleted leads', keepDeletedLeads)}`,
      )
    })
}

/** Days, null for ever, undefined for no change. What is no number is for the verb to refuse. */
function parseDays(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined
  return text === 'off' ? null : Number(text)
}

function keptFor(what: string, days: number | null | undefined): string {
  return days === undefined ? '' : `; ${what} are kept ${days === null ? 'for ever' : `for ${days} days`}`
}
