import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { resolveCompanies } from '#modules/companies/public.ts'
import { captureContacts, normaliseEmail } from '#modules/contacts/public.ts'
import { type DealInput, upsertDeals } from '#modules/deals/public.ts'
import { dealPlaceOf, lostReasonOf } from '../stages.ts'
import { columnOf } from './apply-contacts.ts'
import type { Apply } from './outcome.ts'
import { ownerOf } from './owners.ts'
import { instantOf, listOf, moneyOf, type ReadRow, type Refusal, textOf } from './read-row.ts'
import { sortOut } from './sort-out.ts'
import type { Task } from './task.ts'

const slackMs = 86_400_000
/** As the contract has it: sums of many deals stay exact. */
const mostCents = 9_000_000_000_000

/** Deals by external id with their companies and contacts. A deal with a closing date and no stage column is won. */
export const applyDeals: Apply = async (tx, task, at, rows) => {
  const people = await peopleOf(tx, task, at, rows)
  const companies = await resolveCompanies(
    tx,
    task.actor,
    at,
    rows.flatMap((row) => textOf(row, 'companyName') ?? []),
  )
  const { inputs, outcomes } = sortOut(rows, (row): DealInput | Refusal => readDeal(task, at, row, people, companies))
  const upserted = await upsertDeals(tx, task.actor, at, inputs)
  return outcomes(upserted.map(({ dealId, created, changed }) => ({ id: dealId, created, changed })))
}

type People = { byEmail: ReadonlyMap<string, string>; byExternal: ReadonlyMap<string, Person> }
type Person = { subjectId: string; name: string | null }

/** Contacts by address are made where nobody knows them; an id of another program that nobody knows names nobody. */
async function peopleOf(
  tx: Tx,
  { actor, workspaceId, options }: Task,
  at: Date,
  rows: readonly ReadRow[],
): Promise<People> {
  const emails = [...new Set(rows.flatMap((row) => emailOf(row) ?? []))]
  const captured = await captureContacts(
    tx,
    actor,
    at,
    emails.map((email) => ({
      email,
      attributes: { tags: options.tags ?? [] },
      origin: 'import' as const,
      source: options.source ?? null,
      seenAt: at,
      overwrite: false,
    })),
  )
  const ids = [...new Set(rows.flatMap((row) => textOf(row, 'contactExternalId') ?? []))]
  const found = await byExternalIds(tx, workspaceId, ids)
  return {
    byEmail: new Map(emails.map((email, index) => [email, captured[index]!.subjectId])),
    byExternal: new Map(found.map(({ value, ...person }) => [value, person])),
  }
}

/** Contacts by ids of another program. */
export async function byExternalIds(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<(Person & { value: string })[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<
    Person & { value: string }
  >`select i.value, c.subject_id, coalesce(nullif(c.full_name, ''), c.email) as name
    from identity i join contact c on c.workspace_id = i.workspace_id and c.subject_id = i.subject_id
    where i.workspace_id = ${workspaceId} and c.workspace_id = ${workspaceId} and i.kind = 'external' and i.value = any (${ids}::text[])`.execute(
    tx,
  )
  return rows
}

const emailOf = (row: ReadRow): string | null => {
  const email = textOf(row, 'contactEmail')
  return email === null ? null : normaliseEmail(email)
}

function readDeal(
  task: Task,
  at: Date,
  row: ReadRow,
  people: People,
  companies: ReadonlyMap<string, string>,
): DealInput | Refusal {
  const { options, owners, stages } = task
  const refuse = (field: string, rule: string, params?: Refusal['params']): Refusal => ({
    column: columnOf(task, field),
    rule,
    ...(params && { params }),
  })
  const contactId = textOf(row, 'contactExternalId')
  const person = contactId === null ? null : people.byExternal.get(contactId)
  if (person === undefined) return refuse('contactExternalId', 'contact_unknown')
  const stageWord = textOf(row, 'stage')
  const place = stageWord === null ? null : dealPlaceOf(stageWord, options.stageValues ?? {}, stages)
  if (stageWord !== null && place === null) return refuse('stage', 'stage_unknown', { value: stageWord })
  const closedAt = instantOf(row, 'closedAt')
  const openedAt = instantOf(row, 'openedAt')
  const state = place?.state ?? (closedAt ? 'won' : 'open')
  const latest = at.getTime() + slackMs
  if (openedAt && openedAt.getTime() > latest) return refuse('openedAt', 'date_in_future')
  if (closedAt && state !== 'open' && closedAt.getTime() > latest) return refuse('closedAt', 'date_in_future')
  if (closedAt && openedAt && state !== 'open' && closedAt < openedAt) return refuse('closedAt', 'closed_before_opened')
  const amount = moneyOf(row, 'amount')
  if (amount && (amount.amountCents < 0 || amount.amountCents > mostCents))
    return refuse('amount', 'number_out_of_range')
  const currency = textOf(row, 'currency')?.toUpperCase() ?? amount?.currency ?? null
  if (currency !== null && !/^[A-Z]{3}$/.test(currency)) return refuse('currency', 'currency_invalid')

  const company = textOf(row, 'companyName')
  const email = emailOf(row)
  const reason = textOf(row, 'lostReason')
  const lostReason = state === 'lost' && reason !== null ? lostReasonOf(reason) : null
  const note = textOf(row, 'note') ?? (lostReason === 'other' ? reason : null)
  const { ownerId, kept } = ownerOf(row, owners, options.ownerId)
  return {
    externalId: textOf(row, 'externalId') ?? contentId(row),
    name: nameOf(task, row, person?.name ?? null),
    subjectId: person?.subjectId ?? (email === null ? null : (people.byEmail.get(email) ?? null)),
    companyId: company === null ? null : (companies.get(company) ?? null),
    state,
    stageId: place?.state === 'open' ? place.stage.id : null,
    amountCents: amount?.amountCents ?? null,
    currency,
    // An open deal with a closing date is expected to close then.
    expectedCloseOn:
      textOf(row, 'expectedCloseOn') ?? (state === 'open' && closedAt ? localDate(task.zone, closedAt) : null),
    openedAt: openedAt && openedAt > at ? at : openedAt,
    closedAt: state === 'open' ? null : closedAt && closedAt > at ? at : closedAt,
    ownerId,
    productName: textOf(row, 'productName'),
    source: options.source ?? null,
    lostReason,
    closeNote: note,
    tags: [...(options.tags ?? []), ...listOf(row, 'tags')],
    customFields: { ...row.customFields, ...kept },
    overwrite: options.overwrite !== false,
  }
}

/** What a deal without a name is called: whose it is and what they buy, else what the file says of it in words, else its id. */
function nameOf({ mapped, sniffed }: Task, row: ReadRow, contactName: string | null): string {
  const name = textOf(row, 'name')
  if (name !== null) return name
  const who = textOf(row, 'companyName') ?? contactName ?? textOf(row, 'contactEmail')
  const what = textOf(row, 'productName')
  const id = textOf(row, 'externalId') ?? textOf(row, 'contactExternalId')
  if (who !== null) return joined(who, what)
  if (what !== null) return joined(what, id)
  const word = mapped.find(
    ({ column, field }) =>
      column !== null &&
      field?.startsWith('customFields.') &&
      sniffed.detections[column]?.type === 'text' &&
      row.cells[column]?.trim(),
  )
  const said = word?.column == null ? null : (row.cells[word.column]?.trim() ?? null)
  return joined(said, id === null ? null : id.slice(0, 8)) || '—'
}

const joined = (...parts: (string | null)[]) =>
  parts
    .filter((part) => part !== null)
    .join(' · ')
    .slice(0, 300)

/** Rows without an id of their own are known by what they say: the same file again changes nothing. */
export const contentId = ({ cells }: ReadRow) =>
  `row:${createHash('sha256').update(JSON.stringify(cells)).digest('base64url').slice(0, 27)}`
