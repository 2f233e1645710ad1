import { sql } from 'kysely'
import { createAgreement, measureAgreements, proposeAgreement, signAgreement } from '#modules/agreements/public.ts'
import { addStarters, signTerm } from '#modules/glossary/public.ts'
import { createGoal, giveConfidence, measureGoals } from '#modules/goals/public.ts'
import { as, dateIn, type Scene } from '../catalogue.ts'
import { departmentsByKey, say } from './departments.ts'

const dayMs = 86_400_000
const heads = ['ivan', 'marta'] as const
/** Whoever owns the company sits in both departments and says for which they sign. */
const signsFor = { ivan: 'marketing', marta: 'sales' } as const

/** Words both departments have signed, but for the newest; each is bound to its rule. */
export async function signGlossary(scene: Scene, now: Date): Promise<void> {
  const { tx, workspaceId } = scene
  await addStarters(as(scene, 'ivan', new Date(now.getTime() - 50 * dayMs)))
  const { rows } = await sql<{ id: string }>`select id from term
    where workspace_id = ${workspaceId} and deleted_at is null order by created_at, id`.execute(tx)
  const signing = new Date(now.getTime() - 48 * dayMs)
  const departments = await departmentsByKey(scene)
  for (const { id } of rows.slice(0, -1))
    for (const who of heads) await signTerm(as(scene, who, signing), id, { departmentId: departments[signsFor[who]] })
}

/** Both directions, signed a month ago and measured every day since. */
export async function signAgreements(scene: Scene, now: Date): Promise<void> {
  const departments = await departmentsByKey(scene)
  const at = new Date(now.getTime() - 31 * dayMs)
  const given: Parameters<typeof createAgreement>[1][] = [
    {
      direction: 'marketing_to_sales',
      marketing: {
        unit: 'lead',
        ...{ targetCents: 8_500_000, sources: [], windowDays: 365, minimumSample: 30 },
        otherwise: { closeRate: 0.01, revenueCents: 500_000 },
        alert: { attainmentBelow: null, paceBelow: 0.8, businessDays: 3 },
      },
    },
    { direction: 'sales_to_marketing' },
  ]
  for (const agreement of given) {
    const { id } = await createAgreement(as(scene, 'ivan', at), agreement)
    await proposeAgreement(as(scene, 'ivan', at), id)
    for (const who of heads)
      await signAgreement(as(scene, who, new Date(at.getTime() + 3_600_000)), id, {
        number: 1,
        departmentId: departments[signsFor[who]],
      })
  }
  await measureAgreements(scene.tx, scene.workspaceId, now)
}

const goals = [
  {
    name: say('Leads que interesan', 'Leads that matter'),
    why: say('Menos leads, mejores: los que ventas acepta.', 'Fewer and better leads: those that sales accepts.'),
    metric: 'sals',
    target: 260,
    said: { ivan: [3, 4, 4], marta: [3, 3, 2] },
  },
  {
    name: say('Ventas ganadas del trimestre', 'Deals won in the quarter'),
    why: say('Los dos equipos responden del mismo número.', 'Both teams answer for the same number.'),
    metric: 'won_deals',
    target: 60,
    said: { ivan: [4, 4, 4], marta: [4, 4, 5] },
  },
] as const
const sentences = {
  low: say('Vuelven demasiados leads de la guía.', 'Too many leads of the guide go back.'),
  middle: say('Vamos justos, depende de los hoteles.', 'It is tight and depends on the hotels.'),
  high: say('El ritmo aguanta si no se para la web.', 'The pace holds if the site keeps going.'),
}
const sentenceOf = (level: number) => (level < 3 ? sentences.low : level === 3 ? sentences.middle : sentences.high)

/** Goals with an owner in each department, and how sure both have been in the last three weeks. */
export async function setGoals(scene: Scene, now: Date): Promise<void> {
  const { tx, workspaceId, staff, locale } = scene
  const departments = await departmentsByKey(scene)
  const at = new Date(now.getTime() - 60 * dayMs)
  const common = {
    ...{ from: dateIn(scene, at), to: dateIn(scene, now, 30) },
    owners: [
      { departmentId: departments.marketing, ownerId: staff.get('ivan')!.id },
      { departmentId: departments.sales, ownerId: staff.get('marta')!.id },
    ],
  }
  const parent = await createGoal(as(scene, 'marta', at), {
    ...common,
    ...{ name: { es: 'Crecer en empresas', en: 'Grow with companies' }[locale], targetValue: 1 },
    measure: { kind: 'children', combine: 'mean' },
  })
  for (const { name, why, metric, target, said } of goals) {
    const { id } = await createGoal(as(scene, 'marta', at), {
      ...common,
      ...{ name: name[locale], why: why[locale], targetValue: target, parentId: parent.id },
      measure: { kind: 'live', metric },
    })
    for (const who of heads)
      for (const [index, level] of said[who].entries())
        await giveConfidence(as(scene, who, new Date(now.getTime() - (3 - index) * 7 * dayMs)), id, {
          ...{ level, sentence: sentenceOf(level)[locale] },
        })
  }
  await measureGoals(tx, workspaceId, now)
}
