import type { TermBinding } from '#contract/glossary.ts'

type Of<K extends TermBinding['kind']> = Extract<TermBinding, { kind: K }>
export const termStages = [
  'subscriber',
  'lead',
  'mql',
  'sal',
  'opportunity',
  'customer',
  'recycled',
  'disqualified',
] as const satisfies readonly Of<'stage'>['stage'][]
export const termReports = [
  'leads_this_month',
  'mqls_this_month',
  'handovers_waiting',
  'hot_leads',
  'open_deals',
  'pipeline_value',
  'won_revenue_this_month',
  'return_rate_90_days',
  'live_campaigns',
] as const satisfies readonly Of<'report'>['report'][]
