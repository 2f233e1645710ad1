import type { Static, TObject } from 'typebox'
import type { contactFilters } from '#contract/contacts.ts'
import { invalid } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'
import { normaliseEmail, normalisePhone } from '../normalise.ts'

export type ContactFilter = Static<TObject<typeof contactFilters>>
/** SQL text with numbered parameters, put together piece by piece. */
export type Statement = { values: unknown[]; bind(value: unknown): string }
export const newStatement = (...values: unknown[]): Statement => {
  const statement: Statement = { values, bind: (value) => `$${statement.values.push(value)}` }
  return statement
}

/** How the words of a search are compared: as parts of the record's words, or by likeness, for typing mistakes. */
export type SearchMode = 'parts' | 'likeness'

/** Conditions of a list of contacts (`c`), workspace first. Throws 400 for an e-mail or phone that cannot be one. */
export function whereOf(filter: ContactFilter, workspaceId: string, mode: SearchMode, { bind }: Statement): string {
  const conditions = [
    `c.workspace_id = ${bind(workspaceId)}`,
    filter.deleted
      ? 'c.deleted_at is not null and c.merged_into is null and c.erased_at is null'
      : 'c.deleted_at is null',
  ]
  const anyOf = (column: string, values: readonly string[] | undefined, type = 'text') => {
    if (values?.length === 1) conditions.push(`${column} = ${bind(values[0])}`)
    else if (values && values.length > 1) conditions.push(`${column} = any (${bind(values)}::${type}[])`)
  }
  // Words of a closed list stand in the text itself: a prepared plan then knows which partial index serves.
  const oneOf = (column: string, words: readonly string[] | undefined) => {
    if (words?.length) conditions.push(`${column} in (${words.map(literal).join(', ')})`)
  }
  if (filter.q) conditions.push(...namedConditions(filter.q, workspaceId, mode, bind))
  oneOf('c.lifecycle_stage', filter.lifecycleStage)
  oneOf('c.temperature', filter.temperature)
  anyOf('c.owner_id', filter.ownerId, 'uuid')
  anyOf('c.source', filter.source)
  oneOf('c.origin', filter.origin)
  if (filter.companyId) conditions.push(`c.company_id = ${bind(filter.companyId)}`)
  if (filter.tag?.length) conditions.push(`c.tags @> ${bind(filter.tag)}::text[]`)
  if (filter.email !== undefined)
    conditions.push(byIdentity('email', normaliseEmail(filter.email) ?? refuse('/email', 'email'), bind))
  if (filter.phone !== undefined)
    conditions.push(byIdentity('phone', normalisePhone(filter.phone) ?? refuse('/phone', 'phone'), bind))
  if (filter.createdFrom) conditions.push(`c.created_at >= ${bind(filter.createdFrom)}::timestamptz`)
  if (filter.createdTo) conditions.push(`c.created_at < ${bind(endOf(filter.createdTo))}::timestamptz`)
  if (filter.lastActivityFrom) conditions.push(`c.last_activity_at >= ${bind(filter.lastActivityFrom)}::timestamptz`)
  if (filter.lastActivityTo) conditions.push(`c.last_activity_at < ${bind(endOf(filter.lastActivityTo))}::timestamptz`)
  if (filter.scoreMin !== undefined) conditions.push(`c.score >= ${bind(filter.scoreMin)}::integer`)
  if (filter.scoreMax !== undefined) conditions.push(`c.score <= ${bind(filter.scoreMax)}::integer`)
  if (filter.hasOpenDeal !== undefined) conditions.push(`${filter.hasOpenDeal ? '' : 'not '}exists (${openDeals})`)
  return conditions.join(' and ')
}

/** The contract lets nothing else through; asserted, because the word becomes part of the statement. */
function literal(word: string): string {
  if (!/^[a-z_]+$/.test(word)) throw new Error('not a word of a closed list')
  return `'${word}'`
}

const openDeals = `select 1 from deal d where d.workspace_id = c.workspace_id and d.subject_id = c.subject_id and d.state = 'open' and d.deleted_at is null`

/** By words, or by the identifier that the person has elsewhere: looked up once, by key, it leaves the words to their own index. */
function namedConditions(q: string, workspaceId: string, mode: SearchMode, bind: Statement['bind']): string[] {
  const words = searchConditions(q, mode, bind)
  if (words.length === 0 || mode === 'likeness') return words
  const identified = `select i.subject_id from identity i
    where i.workspace_id = ${bind(workspaceId)} and i.kind = 'external' and i.value = ${bind(q.trim())}`
  return [`(${words.join(' and ')} or c.subject_id = (${identified}))`]
}

const byIdentity = (kind: string, value: string, bind: Statement['bind']) =>
  `c.subject_id in (select i.subject_id from identity i where i.workspace_id = c.workspace_id and i.kind = '${kind}' and i.value = ${bind(value)})`

function refuse(pointer: string, rule: string): never {
  throw invalid(pointer, rule)
}

/** A day as the end of a range is meant as a whole. */
export function endOf(to: string): string {
  if (to.length > 10) return to
  const day = new Date(`${to}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + 1)
  return day.toISOString()
}

/** Conditions over a record's `search` words; column `c.search` for every list. */
export function searchConditions(q: string, mode: SearchMode, bind: Statement['bind']): string[] {
  const folded = foldText(q)
  if (folded === '') return []
  if (mode === 'likeness') return [`${bind(folded)} <% c.search`]
  return folded
    .split(' ')
    .slice(0, 8)
    .map((word) => `c.search like ${bind(`%${word.replace(/[\\%_]/g, '\\$&')}%`)}`)
}
