import { searchText } from '#kernel/text.ts'
import type { Group } from './match.ts'
import type { CustomFields, Person, Touch } from './person.ts'

/** The columns of a contact that capture writes. */
export type CapturedRow = {
  subjectId: string
  email: string | null
  phone: string | null
  fullName: string
  firstName: string | null
  lastName: string | null
  jobTitle: string | null
  companyId: string | null
  country: string | null
  region: string | null
  city: string | null
  language: string | null
  source: string | null
  ownerId: string | null
  tags: string[]
  customFields: CustomFields
  firstTouch: Touch | null
  lastTouch: Touch | null
  firstSeenAt: Date
  lastActivityAt: Date
  search: string
  version: number
}
export type Changes = Record<string, [unknown, unknown]>
const plainFields = ['firstName', 'lastName', 'jobTitle', 'country', 'region', 'city', 'language'] as const
const most = { tags: 50, customFields: 200 }

/** Somebody nobody knew: the row before anything about them is written. */
export const blankRow = (subjectId: string, seenAt: Date): CapturedRow => ({
  ...{
    subjectId,
    email: null,
    phone: null,
    fullName: '',
    firstName: null,
    lastName: null,
    jobTitle: null,
    companyId: null,
  },
  ...{
    country: null,
    region: null,
    city: null,
    language: null,
    source: null,
    ownerId: null,
    tags: [],
    customFields: {},
  },
  ...{ firstTouch: null, lastTouch: null, firstSeenAt: seenAt, lastActivityAt: seenAt, search: '', version: 0 },
})

/** Ids of companies: of those that people name, and of those whose domain their e-mail has. */
type Companies = { named: ReadonlyMap<string, string>; employing: ReadonlyMap<string, string> }

/**
 * What a group of people says about one contact, put into its row: `overwrite` replaces, otherwise only what is empty is
 * filled; tags only grow. Who names no company belongs to the one of their e-mail's domain. `changes`: field → [before, after]; `touched`: something beside those was written (touch, activity).
 */
export function applyPeople(before: CapturedRow, group: Group, { named, employing }: Companies) {
  const row = { ...before }
  for (const person of group.people) applyPerson(row, person, named)
  row.companyId ??= (row.email && employing.get(row.email)) || null
  row.search = searchText(row.fullName, row.email, row.phone)
  const changes: Changes = {}
  for (const field of reported) if (!same(before[field], row[field])) changes[field] = [before[field], row[field]]
  const touched =
    row.lastActivityAt.getTime() !== before.lastActivityAt.getTime() ||
    row.firstSeenAt.getTime() !== before.firstSeenAt.getTime() ||
    row.lastTouch !== before.lastTouch ||
    row.search !== before.search
  return { row, changes, touched }
}

const reported = [
  'email',
  'phone',
  'fullName',
  ...plainFields,
  'companyId',
  'source',
  'ownerId',
  'tags',
  'customFields',
] as const

function applyPerson(row: CapturedRow, person: Person, named: Companies['named']) {
  const { attributes, keys, overwrite, touch } = person
  const takes = (current: unknown, given: unknown) =>
    given !== undefined && given !== null && given !== '' && (overwrite || current === null || current === '')
  if (takes(row.email, keys.email)) row.email = keys.email!
  if (takes(row.phone, keys.phone)) row.phone = keys.phone!
  if (takes(row.fullName, person.fullName)) row.fullName = person.fullName
  for (const field of plainFields) if (takes(row[field], attributes[field])) row[field] = attributes[field]!
  const companyId = attributes.companyName ? named.get(attributes.companyName) : undefined
  if (takes(row.companyId, companyId)) row.companyId = companyId!
  if (takes(row.ownerId, person.ownerId)) row.ownerId = person.ownerId!
  row.source ??= person.source || null
  const newTags = attributes.tags?.filter((tag) => tag && !row.tags.includes(tag)) ?? []
  if (newTags.length > 0) row.tags = [...row.tags, ...new Set(newTags)].slice(0, most.tags)
  for (const [key, value] of Object.entries(attributes.customFields ?? {})) {
    if (!takes(row.customFields[key] ?? null, value)) continue
    if (key in row.customFields || Object.keys(row.customFields).length < most.customFields)
      row.customFields = { ...row.customFields, [key]: value }
  }
  if (person.seenAt < row.firstSeenAt) row.firstSeenAt = person.seenAt
  if (touch) {
    row.firstTouch ??= touch
    row.lastTouch = touch
    if (person.seenAt > row.lastActivityAt) row.lastActivityAt = person.seenAt
  }
}

const same = (a: unknown, b: unknown) => a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b))
