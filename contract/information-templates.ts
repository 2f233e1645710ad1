import Type, { type Static } from 'typebox'
import { IntervalDays, informationKinds, informationScope } from './information.ts'
import { ById, defineRoutes, Id, Instant, Locale, Nullable, OneOf, PageOf, Text } from './kit.ts'

export const TemplateItem = Type.Object({
  /** What makes it the same item when the template is applied again. */
  key: Text(60),
  name: Text(200),
  purpose: Type.Optional(Type.String({ maxLength: 2000 })),
  requestedByDepartmentId: Id,
  providedByDepartmentId: Id,
  intervalDays: IntervalDays,
  mandatory: Type.Boolean(),
  kind: Type.Optional(OneOf(informationKinds)),
  unit: Type.Optional(Nullable(Text(40, 0))),
  /** Needed so many days before a campaign starts. */
  leadDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 365 })),
})
export type TemplateItem = Static<typeof TemplateItem>
const templateTerms = {
  /** The kind of campaign it is meant for, in the workspace's own words; empty: for everyday work. */
  campaignKind: Type.Optional(Nullable(Text(80, 0))),
  description: Type.Optional(Type.String({ maxLength: 2000 })),
}
const TemplateItems = Type.Array(TemplateItem, { minItems: 1, maxItems: 100 })
export const InformationTemplate = Type.Object({
  id: Id,
  name: Type.String(),
  campaignKind: Nullable(Type.String()),
  description: Type.String(),
  items: Type.Array(TemplateItem),
  version: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type InformationTemplate = Static<typeof InformationTemplate>

export const importReasons = [
  'name_missing',
  'purpose_too_long',
  'name_too_long',
  'unknown_department',
  'unknown_owner',
  'owner_not_in_department',
  'interval_out_of_range',
  'not_yes_or_no',
  'unknown_kind',
  'value_invalid',
  'unknown_item',
  'twice_in_file',
  'row_unreadable',
] as const
export const InformationImport = Type.Object({
  dryRun: Type.Boolean(),
  rowsRead: Type.Integer(),
  created: Type.Integer(),
  updated: Type.Integer(),
  /** Values of items that others own: they wait for their owner. */
  proposed: Type.Integer(),
  unchanged: Type.Integer(),
  rejected: Type.Integer(),
  rows: Type.Array(
    Type.Object({
      /** As a spreadsheet counts: the header is 1. */
      row: Type.Integer(),
      name: Type.String(),
      outcome: OneOf(['created', 'updated', 'proposed', 'unchanged', 'rejected'] as const),
      itemId: Nullable(Id),
      reason: Nullable(OneOf(importReasons)),
      /** The cell that is wrong. */
      found: Nullable(Type.String()),
    }),
  ),
})
export type InformationImport = Static<typeof InformationImport>

export const informationTemplatesRoutes = defineRoutes({
  'GET /information-items/export': {
    summary: 'The checklist as CSV, in the columns that the import reads',
    can: 'information.read',
    query: Type.Object({ locale: Type.Optional(Locale), ...informationScope }),
    produces: 'stream',
    status: 200,
  },
  'POST /information-items/import': {
    summary:
      'Items from a CSV or Excel file (`file`, `dryRun?`), row by row: created, updated, or rejected with a reason',
    can: 'information.write',
    consumes: 'multipart',
    reply: InformationImport,
    problems: ['file_unreadable', 'body_too_large'],
  },
  'GET /information-templates': {
    summary: 'Lists of items to start from, by kind of campaign',
    can: 'information.read',
    reply: PageOf(InformationTemplate),
  },
  'POST /information-templates': {
    summary: 'Make a template',
    can: 'information.write',
    body: Type.Object({ name: Text(200), items: TemplateItems, ...templateTerms }),
    reply: InformationTemplate,
    status: 201,
    versioned: true,
    problems: ['name_taken', 'unprocessable'],
  },
  'POST /information-templates/starters': {
    summary: 'Add the templates that come with the product and are not there yet',
    can: 'information.write',
    body: Type.Object({ locale: Type.Optional(Locale) }, { default: {} }),
    reply: PageOf(InformationTemplate),
  },
  'GET /information-templates/:id': {
    summary: 'A template',
    can: 'information.read',
    params: ById,
    reply: InformationTemplate,
    versioned: true,
  },
  'PATCH /information-templates/:id': {
    summary: 'Change a template; items made from it stay as they are',
    can: 'information.write',
    params: ById,
    body: Type.Object({ name: Type.Optional(Text(200)), items: Type.Optional(TemplateItems), ...templateTerms }),
    reply: InformationTemplate,
    versioned: true,
    problems: ['name_taken', 'precondition_failed', 'unprocessable'],
  },
  'DELETE /information-templates/:id': {
    summary: 'Delete a template; items made from it stay',
    can: 'information.write',
    params: ById,
  },
  'POST /information-templates/:id/application': {
    summary: 'Make its items for a campaign, a project or the whole workspace; what is there already is not made twice',
    can: 'information.write',
    params: ById,
    body: Type.Object(
      {
        campaignId: Type.Optional(Nullable(Id)),
        projectId: Type.Optional(Nullable(Id)),
        /** Who answers in each department; else the campaign’s owner there, its manager, or its first member. */
        owners: Type.Optional(Type.Array(Type.Object({ departmentId: Id, memberId: Id }), { maxItems: 50 })),
      },
      { default: {} },
    ),
    reply: Type.Object({
      created: Type.Integer(),
      existing: Type.Integer(),
      /** Items of departments that no longer exist, or without anybody to answer. */
      skipped: Type.Array(Type.Object({ key: Type.String(), name: Type.String() })),
      itemIds: Type.Array(Id),
    }),
    problems: ['unprocessable'],
  },
})
