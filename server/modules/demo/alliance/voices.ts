import { defaultQuestions } from '#contract/pulse.ts'
import { createConflict } from '#modules/conflicts/public.ts'
import { createIdea, noteResult, setExperiment, vote } from '#modules/ideas/public.ts'
import { closeEarly, dropAnswer, startPulse } from '#modules/pulse/public.ts'
import { as, dateIn, type Scene } from '../catalogue.ts'
import { departmentsByKey, say } from './departments.ts'

const dayMs = 86_400_000

const ideas = [
  {
    title: say('Un anuncio solo para hoteles', 'An ad for hotels only'),
    text: say(
      'Los hoteles compran más y tardan menos. Que el anuncio hable de plazos.',
      'Hotels buy more and decide sooner. The ad should speak of dates.',
    ),
    ...{ by: 'carla', votes: ['leo', 'ivan', 'diego', 'lucia', 'noa'], tried: false },
  },
  {
    title: say('Grabar las tres preguntas de la semana', 'Record the three questions of the week'),
    text: say(
      'Un minuto de audio de ventas para marketing cada viernes.',
      'One minute of audio from sales for marketing every Friday.',
    ),
    ...{ by: 'noa', votes: ['ivan', 'carla'], tried: false },
  },
  {
    title: say('Llamar en la primera hora', 'Call within the first hour'),
    text: say(
      'A quien pide presupuesto, llamarle antes de una hora.',
      'Call whoever asks for a quote within the hour.',
    ),
    ...{ by: 'lucia', votes: ['marta', 'bruno', 'carla', 'ivan'], tried: true },
  },
] as const

/** Ideas at three steps of their way: wanted, proposed, tried and judged. */
export async function proposeIdeas(scene: Scene, now: Date): Promise<void> {
  const { locale, staff } = scene
  const at = new Date(now.getTime() - 26 * dayMs)
  const later = (days: number) => new Date(at.getTime() + days * dayMs)
  for (const { title, text, by, votes, tried } of ideas) {
    const { id } = await createIdea(as(scene, by, at), { title: title[locale], text: text[locale] })
    for (const [index, who] of votes.entries()) await vote(as(scene, who, later(index + 1)), id)
    if (!tried) continue
    await setExperiment(as(scene, 'marta', later(6)), id, {
      hypothesis: {
        es: 'Quien recibe la llamada en una hora acepta el doble.',
        en: 'Who is called within an hour accepts twice as often.',
      }[locale],
      measure: { es: 'Aceptados de cada cien', en: 'Accepted of a hundred' }[locale],
      ...{ startsOn: dateIn(scene, later(6)), endsOn: dateIn(scene, later(20)), ownerId: staff.get('lucia')!.id },
    })
    await noteResult(as(scene, 'lucia', later(20)), id, {
      ...{ outcome: 'worked', number: 71 },
      learning: {
        es: 'Acepta el 71 %. El resto ya había comprado en otro sitio.',
        en: '71% accept. The others had already bought elsewhere.',
      }[locale],
    })
  }
}

/** The oldest quarrel of both departments, with the rejections of the month between them. */
export async function raiseConflict(scene: Scene, now: Date): Promise<void> {
  const { locale, staff } = scene
  const departments = await departmentsByKey(scene)
  await createConflict(as(scene, 'marta', new Date(now.getTime() - 4 * dayMs)), {
    title: { es: 'Leads malos', en: 'Bad leads' }[locale],
    text: {
      es: 'Ventas dice que los leads de la guía no valen; marketing, que nadie les llama a tiempo.',
      en: 'Sales says that the leads of the guide are worth nothing; marketing, that nobody calls them in time.',
    }[locale],
    sides: [
      {
        ...{ departmentId: departments.sales, ownerId: staff.get('marta')!.id },
        view: {
          es: 'Perdemos la mañana llamando a quien solo quería la guía.',
          en: 'We lose the morning calling people who only wanted the guide.',
        }[locale],
      },
      {
        ...{ departmentId: departments.marketing, ownerId: staff.get('ivan')!.id },
        view: {
          es: 'Cuando se les llama el mismo día, compran. Que se mire el motivo de cada rechazo.',
          en: 'When they are called on the same day, they buy. Look at the reason of each rejection.',
        }[locale],
      },
    ],
    evidence: [
      { kind: 'live', metric: 'rejections', days: 30 },
      { kind: 'live', metric: 'rejection_share', days: 30 },
    ],
  })
}

/** Scores of each person in the order of the questions. */
const answers: Readonly<Record<string, readonly number[]>> = {
  marta: [4, 2, 3, 4, 3, 4],
  ivan: [4, 4, 3, 4, 4, 4],
  noa: [4, 4, 3, 3, 4, 3],
  leo: [3, 4, 2, 3, 3, 3],
  rosa: [3, 3, 2, 2, 3, 3],
  carla: [4, 2, 3, 4, 3, 4],
  diego: [3, 2, 3, 3, 3, 3],
  lucia: [4, 3, 4, 4, 3, 4],
  bruno: [3, 2, 3, 3, 2, 3],
}

/** Last month's pulse: enough answers to be shown. */
export async function takePulse(scene: Scene, now: Date): Promise<void> {
  const at = new Date(now.getTime() - 22 * dayMs)
  const { id } = await startPulse(as(scene, 'marta', at), {})
  for (const [who, scores] of Object.entries(answers))
    await dropAnswer(scene.tx, as(scene, who, new Date(at.getTime() + dayMs)), id, {
      scores: Object.fromEntries(defaultQuestions.map((key, index) => [key, scores[index]!])),
    })
  await closeEarly(as(scene, 'marta', new Date(at.getTime() + 4 * dayMs)), id)
}
