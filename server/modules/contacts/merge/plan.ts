import type { Selectable } from 'kysely'
import type { mergeFields } from '#contract/contact-merges.ts'
import { sameJson } from '#kernel/changes.ts'
import type { Contact } from '#kernel/schema.ts'
import { searchText } from '#kernel/text.ts'

export type ContactRow = Selectable<Contact>
export type MergeField = (typeof mergeFields)[number]
/** Column (as in the row) → [before, after], as JSON. */
export type FieldChanges = Record<string, [unknown, unknown]>

const filled = [
  ...([
    'email',
    'phone',
    'fullName',
    'firstName',
    'lastName',
    'jobTitle',
    'companyId',
    'country',
    'region',
    'city',
    'language',
  ] as const),
  ...(['ownerId', 'source'] as const),
]
const stageRank = ['disqualified', 'recycled', 'subscriber', 'lead', 'mql', 'sal', 'opportunity', 'customer']
const mostTags = 50

/**
 * What the survivor's row becomes: its own values, gaps filled from the other, `take` replaced by the other's; tags and
 * custom fields together, the further lifecycle stage, the earliest first and the latest last touch. Only differences.
 */
export function planMerge(survivor: ContactRow, merged: ContactRow, take: readonly MergeField[]): FieldChanges {
  const after: Record<string, unknown> = {}
  const isEmpty = (value: unknown) => value === null || value === ''
  for (const field of filled) {
    const theirs = merged[field]
    if (!isEmpty(theirs) && (isEmpty(survivor[field]) || take.some((one) => one === field))) after[field] = theirs
  }
  after.tags = [...new Set([...survivor.tags, ...merged.tags])].slice(0, mostTags)
  after.customFields = { ...asRecord(merged.customFields), ...asRecord(survivor.customFields) }
  if (stageRank.indexOf(merged.lifecycleStage) > stageRank.indexOf(survivor.lifecycleStage)) {
    Object.assign(after, {
      lifecycleStage: merged.lifecycleStage,
      lifecycleSince: merged.lifecycleSince,
      wakeOn: merged.wakeOn,
    })
  }
  after.recycles = Math.max(survivor.recycles, merged.recycles)
  after.doNotProfile = survivor.doNotProfile || merged.doNotProfile
  if (merged.firstTouch && (!survivor.firstTouch || merged.firstSeenAt < survivor.firstSeenAt))
    after.firstTouch = merged.firstTouch
  if (merged.lastTouch && (!survivor.lastTouch || merged.lastActivityAt > survivor.lastActivityAt))
    after.lastTouch = merged.lastTouch
  if (merged.firstSeenAt < survivor.firstSeenAt) after.firstSeenAt = merged.firstSeenAt
  if (merged.lastActivityAt > survivor.lastActivityAt) after.lastActivityAt = merged.lastActivityAt
  const next = { ...survivor, ...after }
  after.search = searchText(next.fullName, next.email, next.phone)
  return Object.fromEntries(
    Object.entries(after)
      .map(([field, value]) => [field, [plain((survivor as Record<string, unknown>)[field]), plain(value)]] as const)
      .filter(([, [old, value]]) => !sameJson(old, value))
      .map(([field, pair]) => [field, [...pair] as [unknown, unknown]]),
  )
}

/** Fields of the survivor to put back: those that still are what the merge made of them. Later edits stay. */
export function planReversal(now: ContactRow, changes: FieldChanges): Record<string, unknown> {
  const back: Record<string, unknown> = {}
  for (const [field, [before, after]] of Object.entries(changes)) {
    if (field !== 'search' && sameJson(plain((now as Record<string, unknown>)[field]), after)) back[field] = before
  }
  const next = { ...now, ...back } as ContactRow
  return { ...back, search: searchText(next.fullName, next.email, next.phone) }
}

/** The merge dialog: fields in which both say something, and not the same. */
export const differences = (survivor: ContactRow, merged: ContactRow, fields: readonly MergeField[]) =>
  fields
    .filter((field) => survivor[field] && merged[field] && survivor[field] !== merged[field])
    .map((field) => ({ field, survivor: survivor[field], merged: merged[field] }))

const asRecord = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))
