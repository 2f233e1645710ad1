import { sql } from 'kysely'
import type { FormConsent } from '#contract/forms.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { unsignedDirections } from '#modules/agreements/public.ts'
import { assetsOfCampaign, driftOf, unapprovedClaims } from '#modules/claims/public.ts'
import { staleMandatory } from '#modules/information/public.ts'
import { availability } from '#modules/stock/public.ts'
import { judgeOfferPrices } from '../guard/follow-truth.ts'
import { type OfferRow, offersOf } from '../offers/select-offers.ts'
import { readSeats } from '../seats.ts'
import { readRow } from '../select-campaigns.ts'
import { readSigned } from './read-overrides.ts'

export type Facts = Awaited<ReturnType<typeof readFacts>>
export type FormFact = { id: string; name: string; state: string; consents: FormConsent[] }
export type LinkFact = {
  name: string
  offerId: string | null
  formId: string | null
  url: string | null
  formState: string | null
}
export type SellerFact = { id: string; fullName: string; capacity: number; open: number }

/** Everything the checks judge by, as of now: a constant number of statements for any number of offers and texts. */
export async function readFacts(db: Db | Tx, workspaceId: string, id: string, at: Date) {
  const campaign = await readRow(db, workspaceId, id)
  const ask = asker(db)
  const [today, assets, offers, seats, links, forms, signed, information] = await Promise.all([
    ask(async () => localDate(await timeZoneOf(db, workspaceId), at)),
    ask(() => assetsOfCampaign(db, workspaceId, id)),
    ask(() => offersOf(db, workspaceId, id)),
    ask(() => readSeats(db, workspaceId, id)),
    ask(() => linksOf(db, workspaceId, id)),
    ask(() => formsOf(db, workspaceId, id)),
    ask(() => readSigned(db, workspaceId, campaign)),
    ask(() => staleMandatory(db, workspaceId, at, { campaignId: id, departmentIds: campaign.departmentIds })),
  ])
  const texts = [{ type: 'brief', id }, ...assets.map((asset) => ({ type: asset.type as string, id: asset.id }))]
  const [drifts, unapproved, prices, stock, sellers, unsigned] = await Promise.all([
    ask(() => driftOf(db, workspaceId, texts)),
    ask(() => unapprovedClaims(db, workspaceId, texts)),
    ask(() => judgeOfferPrices(db, workspaceId, at, offers)),
    ask(() => stockOf(db, workspaceId, at, campaign, today, offers)),
    ask(() => sellersOf(db, workspaceId, at, today)),
    ask(() => unsignedDirections(db, workspaceId, campaign.startsOn)),
  ])
  const found = { campaign, seats, offers, assets, links, forms, signed, information }
  return { ...found, drifts, unapproved, prices, stock, sellers, unsigned }
}

/** Questions to the database: side by side where there are many connections, one after the other within a transaction. */
function asker(db: Db | Tx) {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(question: () => Promise<T>): Promise<T> => {
    if (!db.isTransaction) return question()
    const answer = last.then(question)
    last = answer
    return answer
  }
}

/** The forecast of each offer from the first day that is still to come; null where nobody keeps stock. */
async function stockOf(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  { startsOn, endsOn }: { startsOn: string; endsOn: string },
  today: string,
  offers: readonly OfferRow[],
) {
  const from = startsOn > today ? startsOn : today
  if (offers.length === 0 || from > endsOn) return offers.map(() => null)
  const asks = offers.map(({ productId, uplift }) => ({ productId, uplift, from, to: endsOn }))
  const forecasts = await availability(db, workspaceId, at, asks)
  return forecasts.map((forecast, index) => (offers[index]!.hasStock ? forecast : null))
}

/** Of the campaign's links, what decides whether they lead somewhere. */
async function linksOf(db: Db | Tx, workspaceId: string, id: string): Promise<LinkFact[]> {
  const { rows } = await sql<LinkFact>`select l.name, l.offer_id, l.form_id, l.url, f.state as form_state
    from tracked_link l
    left join form f on f.workspace_id = l.workspace_id and f.workspace_id = ${workspaceId} and f.id = l.form_id and f.deleted_at is null
    where l.workspace_id = ${workspaceId} and l.campaign_id = ${id} and l.removed_at is null`.execute(db)
  return rows
}

/** Forms that say they are of the campaign, and those its links lead to. */
async function formsOf(db: Db | Tx, workspaceId: string, id: string): Promise<FormFact[]> {
  const { rows } = await sql<FormFact>`select f.id, f.name, f.state, v.definition -> 'consents' as consents
    from form f
    join form_version v on v.workspace_id = f.workspace_id and v.workspace_id = ${workspaceId} and v.form_id = f.id and v.form_version = f.current_version
    where f.workspace_id = ${workspaceId} and f.deleted_at is null and f.id in (
      select id from form where workspace_id = ${workspaceId} and campaign_id = ${id} and deleted_at is null
      union select form_id from tracked_link where workspace_id = ${workspaceId} and campaign_id = ${id} and form_id is not null and removed_at is null)
    order by f.name, f.id`.execute(db)
  return rows
}

/** Beyond this many open leads nobody is counted further. */
const mostCounted = 1000
const openDays = 14

/** Who sells today, what each can carry and carries already: leads waiting, and accepted ones without a deal that are young. */
async function sellersOf(db: Db | Tx, workspaceId: string, at: Date, today: string): Promise<SellerFact[]> {
  const since = new Date(at.getTime() - openDays * 86_400_000)
  const { rows } = await sql<
    SellerFact & { absences: [string, string][] }
  >`select m.id, m.full_name, m.capacity, m.absences,
      (select count(*) from (select 1 from handover h where h.workspace_id = ${workspaceId} and h.assignee_id = m.id
        and h.state in ('pending', 'accepted') and h.deal_id is null and (h.decided_at is null or h.decided_at > ${since})
        limit ${mostCounted}) counted) as open
    from department d
    join member_department md on md.workspace_id = d.workspace_id and md.department_id = d.id
    join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
    where d.workspace_id = ${workspaceId} and d.key = 'sales' and d.deleted_at is null and m.removed_at is null
    order by m.full_name, m.id`.execute(db)
  return rows
    .filter(({ absences }) => !absences.some(([from, to]) => from <= today && today <= to))
    .map(({ absences: _, ...seller }) => seller)
}
