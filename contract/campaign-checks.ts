import Type, { type Static } from 'typebox'
import { ById, defineRoutes, Id, Instant, Locale, OneOf, PageOf, Text } from './kit.ts'

export const checkNames = [
  'brief_complete',
  'kickoff_held',
  'stock_covers_demand',
  'no_drift',
  'price_in_order',
  'claims_approved',
  'pages_and_forms_work',
  'consent_text_present',
  'links_tracked',
  'agreement_and_capacity',
  'information_fresh',
  'budget_and_target_set',
] as const
export type CheckName = (typeof checkNames)[number]
export const checkStates = ['pass', 'warn', 'block', 'overridden'] as const

const Check = OneOf(checkNames)
const Detail = Type.Unsafe<Record<string, unknown>>({ type: 'object' })
export const CampaignCheck = Type.Object({
  check: Check,
  state: OneOf(checkStates),
  /** One sentence in the reader's language: what is right, or what is wrong. */
  message: Type.String(),
  /** Where it is mended. */
  fixUrl: Type.String(),
  detail: Detail,
})
export type CampaignCheck = Static<typeof CampaignCheck>

export const Override = Type.Object({
  check: Check,
  /** Every department has agreed to what is found now: the check no longer holds the launch up. */
  inForce: Type.Boolean(),
  signatures: Type.Array(
    Type.Object({
      memberId: Id,
      departmentIds: Type.Array(Id),
      reason: Type.String(),
      signedAt: Instant,
      /** False: something new or worse has been found since, and it has to be given again. */
      stands: Type.Boolean(),
    }),
  ),
  missingDepartmentIds: Type.Array(Id),
})
export type Override = Static<typeof Override>

export const campaignChecksRoutes = defineRoutes({
  'GET /campaigns/:id/checks': {
    summary: 'What is ready and what is still to do before the launch, in the reader’s language',
    can: 'campaigns.read',
    params: ById,
    query: Type.Object({ locale: Type.Optional(Locale) }),
    reply: PageOf(CampaignCheck),
  },
  'GET /campaigns/:id/overrides': {
    summary: 'Checks that managers have set aside, with their reasons',
    can: 'campaigns.read',
    params: ById,
    reply: PageOf(Override),
  },
  'POST /campaigns/:id/overrides': {
    can: 'campaigns.override',
    summary:
      'Set a blocking check aside as manager of a department; in force when one of each has, for what is found then: new or worse findings ask again',
    params: ById,
    body: Type.Object({ check: Check, reason: Text(2000, 3) }),
    reply: Override,
    status: 201,
    problems: ['campaign_over', 'check_not_blocking', 'only_managers_override', 'override_department_signed'],
  },
})
