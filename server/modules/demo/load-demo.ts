import { sql } from 'kysely'
import { isBusinessDay } from '#kernel/calendar/business-hours.ts'
import { instantAt, localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { record, recordTogether, systemActor } from '#kernel/events.ts'
import type { Locale } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import type { Services } from '#kernel/services.ts'
import { type CreatedWorkspace, calendarOf, createWorkspace, seedWorkspace } from '#modules/accounts/public.ts'
import { captureSubmissions, insertForm } from '#modules/forms/public.ts'
import { rescore } from '#modules/scoring/public.ts'
import { insertVisits } from '#modules/tracking/public.ts'
import { tellAlliance } from './alliance/tell-alliance.ts'
import { weeklyMeetings } from './alliance/weekly.ts'
import { stockTheShop } from './catalogue.ts'
import { consentText, demoForms } from './offer.ts'
import { makeCompanies, makePerson, type Person } from './people.ts'
import { beginStory } from './play-day.ts'
import { storyDays, tellDays } from './progress.ts'
import { type Random, seededRandom } from './random.ts'
import { decideHandovers, type Sales, workDeals } from './sellers.ts'
import { hireStaff } from './staff.ts'
import { type DemoForm, makeVisit } from './visitors.ts'

const timeZone = 'Europe/Madrid'
const day = 86_400_000

/**
 * Lumbre Electrónica, told day by day through the same functions that real life calls, so that every lead has the history that
 * explains it. One transaction: there whole or not at all. The story is the same each time, counted back from now.
 * @param load the name under which its progress can be asked for
 */
export async function loadDemo(
  services: Services,
  tx: Tx,
  owner: { userId: string; email: string; name: string },
  locale: Locale,
  { people = 2000, load }: { people?: number; load?: string | undefined } = {},
): Promise<CreatedWorkspace> {
  const now = services.clock.now()
  const start = new Date(now.getTime() - storyDays * day)
  const workspace = await createWorkspace(tx, start, {
    workspace: { name: 'Lumbre Electrónica', locale, timeZone, currency: 'EUR', isDemo: true },
    owner,
  })
  await seedWorkspace(tx, start, workspace, locale)
  const { workspaceId } = workspace
  const staff = await hireStaff(tx, start, workspace, locale, owner.name)
  const random = seededRandom(20_261_121)
  const forms = await makeForms(tx, start, workspaceId, locale)
  const sales: Sales = {
    services,
    tx,
    workspaceId,
    staff,
    locale,
    random,
    stageIds: await stagesOf(tx, workspaceId),
    deals: [],
  }
  const calendar = await calendarOf(tx, workspaceId)
  const visitors = guests(random, people)
  const scene = { services, tx, workspaceId, staff, locale, timeZone }
  const holdWeekly = weeklyMeetings(scene, now)
  for (let index = 0; index < storyDays; index++) {
    await tellDays(tx, load, index)
    const date = localDate(timeZone, new Date(start.getTime() + (index + 1) * day))
    const morning = instantAt(timeZone, date, 9 * 60 + 20)
    await holdWeekly(date)
    const isLast = index === storyDays - 1
    const isOpen = isBusinessDay(calendar, date)
    const today = visitors(index, isOpen)
    const stories = today.map(({ person, visitorId, form }, place) => {
      // The last day ends a moment ago, so that the inbox has clocks that run.
      const at = isLast
        ? new Date(now.getTime() - (today.length - place) * 4 * 60_000)
        : new Date(morning.getTime() + place * random.integer(8, 24) * 60_000)
      return { at, ...makeVisit(random, workspaceId, person, visitorId, forms.get(form)!, at, locale) }
    })
    if (stories.length > 0)
      await insertVisits(
        tx,
        workspaceId,
        stories.flatMap(({ visits }) => visits),
      )
    for (const { at, submission } of isLast ? stories : []) await captureSubmissions(tx, at, [submission])
    const evening = new Date(stories.at(-1)?.at ?? morning)
    if (!isLast && stories.length > 0)
      await captureSubmissions(
        tx,
        evening,
        stories.map(({ submission }) => submission),
      )
    // Nothing is committed yet, so nobody else gathers statistics; without them every look-up reads whole tables.
    if (index % 15 === 2)
      await sql`analyze contact, identity, company, form_submission, visit_event, visit_event_key, handover, deal, activity, task`.execute(
        tx,
      )
    if (isOpen && !isLast)
      await recordTogether(tx, async () => {
        await decideHandovers(sales, new Date(Math.min(evening.getTime() + 5 * 60_000, now.getTime() - day / 2)))
        await workDeals(sales, new Date(Math.min(evening.getTime() + 6 * 60_000, now.getTime() - day / 2)))
      })
  }
  await tellDays(tx, load, storyDays)
  const stage = await stockTheShop(scene, now)
  await beginStory(tx, staff.get('owner')!, now, stage, localDate(timeZone, now))
  await coolDown(tx, workspaceId, now)
  await tellAlliance(scene, now)
  await record(tx, systemActor(workspaceId), now, 'demo.loaded', { contacts: people }, [workspaceId])
  return workspace
}

/** Reads everybody's temperature as of now: what was hot in summer has cooled. */
async function coolDown(tx: Tx, workspaceId: string, now: Date) {
  const { rows } = await sql<{
    id: string
  }>`select subject_id as id from contact where workspace_id = ${workspaceId} order by subject_id`.execute(tx)
  for (let from = 0; from < rows.length; from += 500) {
    await rescore(
      tx,
      systemActor(workspaceId),
      now,
      rows.slice(from, from + 500).map(({ id }) => id),
    )
  }
}

async function makeForms(tx: Tx, at: Date, workspaceId: string, locale: Locale): Promise<Map<string, DemoForm>> {
  const forms = new Map<string, DemoForm>()
  for (const { key, name, handRaise, fields } of demoForms) {
    const consents = [{ purpose: 'marketing_email', text: consentText[locale] }]
    const form = await insertForm(tx, systemActor(workspaceId), at, {
      name: name[locale],
      handRaise,
      fields: fields.map((field) => ({
        key: field.key,
        type: field.type,
        label: field.label[locale],
        required: 'required' in field,
        ...('options' in field && {
          options: field.options.map((option) => ({ value: option.value, label: option.label[locale] })),
        }),
      })),
      consents,
    })
    forms.set(key, { id: form.id, name: name[locale], key })
  }
  return forms
}

const stagesOf = async (tx: Tx, workspaceId: string): Promise<string[]> =>
  (
    await sql<{
      id: string
    }>`select s.id from pipeline_stage s join pipeline p on p.workspace_id = s.workspace_id and p.id = s.pipeline_id
    where s.workspace_id = ${workspaceId} and p.is_default and s.deleted_at is null order by s.position`.execute(tx)
  ).rows.map((row) => row.id)

type Guest = { person: Person; visitorId: string; form: (typeof demoForms)[number]['key'] }

/** Who comes on a day: more every week, fewer when the shop is closed, and some of those who came before. */
function guests(random: Random, people: number): (index: number, isOpen: boolean) => Guest[] {
  const companies = makeCompanies(random, 160)
  const known: { person: Person; visitorId: string }[] = []
  const shares = demoForms.map(({ key, share }) => [key, share] as const)
  let weightLeft = Array.from({ length: storyDays }, (_, index) => weightOf(index)).reduce(
    (sum, weight) => sum + weight,
    0,
  )
  return (index, isOpen) => {
    const count = Math.round(((people - known.length) * weightOf(index)) / weightLeft)
    weightLeft -= weightOf(index)
    const fresh = Array.from({ length: index === storyDays - 1 ? people - known.length : count }, () => {
      const guest = { person: makePerson(random, known.length + 1, companies), visitorId: newId() }
      known.push(guest)
      return { ...guest, form: random.weighted(shares) }
    })
    const back =
      known.length > 50 && isOpen
        ? Array.from({ length: random.integer(0, 2) }, () => ({
            ...random.pick(known),
            form: random.chance(0.3) ? ('quote' as const) : ('demo' as const),
          }))
        : []
    return [...fresh, ...back.filter(({ person }) => !fresh.some((guest) => guest.person === person))]
  }
}

const weightOf = (index: number) => 1 + index / storyDays
