import { enrichLeads } from '@intake/leads/enrichment/enrich-leads'
import type { LeadsWork } from '../per-lead.ts'

/** `lead-enrichment`: zone, matches and timeline of leads in one pass. */
export const enrichLeadsJob: LeadsWork = async ({ db, configuration, onEnriched }, payload) =>
  onEnriched?.(await enrichLeads({ db, configuration }, payload))
