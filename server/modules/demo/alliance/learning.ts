import { acknowledge, createNotice } from '#modules/notices/public.ts'
import { createProject } from '#modules/projects/public.ts'
import { addMaterial, createTraining, noteCompletion, publishTraining, writeQuiz } from '#modules/trainings/public.ts'
import { as, dateIn, type Scene } from '../catalogue.ts'
import { type DepartmentName, departmentsByKey, type Keyed, say, type Words } from './departments.ts'

const dayMs = 86_400_000

/** A change of process that half of the people have confirmed. */
export async function announceChange(scene: Scene, now: Date): Promise<void> {
  const { locale } = scene
  const at = new Date(now.getTime() - dayMs)
  const departments = await departmentsByKey(scene)
  const { id } = await createNotice(as(scene, 'ivan', at), {
    kind: 'process_change',
    title: {
      es: 'Los presupuestos de más de 20 unidades pasan por ventas',
      en: 'Quotes for more than 20 units go through sales',
    }[locale],
    body: {
      es: 'Desde hoy ninguna página promete descuentos por volumen. Quien pregunte por **20 unidades o más** recibe la llamada de ventas el mismo día, con la tarifa B2B verificada.',
      en: 'From today no page promises volume discounts. Whoever asks for **20 units or more** gets a call from sales on the same day, with the verified B2B price list.',
    }[locale],
    audience: { kind: 'departments', departmentIds: [departments.marketing, departments.sales, departments.service] },
    question: {
      text: { es: '¿Quién responde a quien pide 30 unidades?', en: 'Who answers a request for 30 units?' }[locale],
      options: {
        es: ['La web, con el descuento', 'Ventas, el mismo día'],
        en: ['The site, with the discount', 'Sales, on the same day'],
      }[locale],
      answer: 1,
    },
    publish: true,
  })
  for (const who of ['noa', 'leo', 'carla', 'rosa'])
    await acknowledge(as(scene, who, new Date(at.getTime() + 3 * 3_600_000)), id, { answer: 1 })
}

type Course = {
  title: Words
  topic: Words
  material: readonly [Words, Words]
  question: Words
  right: Words
  wrong: Words
  gives: DepartmentName
  owner: string
  learn: readonly DepartmentName[]
  completed: readonly string[]
}

const watch: Course = {
  title: say('Watch 2: qué se puede prometer', 'Watch 2: what can be promised'),
  topic: say('Producto', 'Product'),
  material: [
    say('La ficha en dos minutos', 'The sheet in two minutes'),
    say(
      'Autonomía, resistencia al agua y peso, como los dice la ficha vigente. Nada más.',
      'Battery life, water resistance and weight as the sheet in force says. Nothing else.',
    ),
  ],
  question: say(
    'Un cliente pregunta por la autonomía. ¿Qué respondes?',
    'A customer asks about the battery life. What do you answer?',
  ),
  right: say('Lo que dice la ficha vigente', 'What the sheet in force says'),
  wrong: say('Lo que decía el último anuncio', 'What the last ad said'),
  ...{ gives: 'marketing', owner: 'noa', learn: ['sales', 'service'] },
  completed: ['marta', 'carla', 'diego', 'lucia', 'rosa'],
}
const claims: Course = {
  title: say('Escuchar una queja sin discutirla', 'Hear a complaint without arguing'),
  topic: say('Cliente', 'Customer'),
  material: [
    say('Cinco frases que ayudan', 'Five sentences that help'),
    say(
      '«Lo entiendo», «lo miro ahora mismo», «te digo cuándo». Primero se escucha, después se explica.',
      '“I understand”, “I will look at once”, “I will tell you when”. First listen, then explain.',
    ),
  ],
  question: say('¿Qué va primero?', 'What comes first?'),
  right: say('Escuchar', 'To listen'),
  wrong: say('Explicar la garantía', 'To explain the warranty'),
  ...{ gives: 'service', owner: 'rosa', learn: ['marketing', 'sales'] },
  completed: ['marta', 'ivan', 'noa', 'leo', 'carla', 'diego', 'lucia', 'bruno'],
}
const buds: Course = {
  title: say('Contar los Buds Pro en un minuto', 'Tell the Buds Pro in one minute'),
  topic: say('Producto', 'Product'),
  material: [
    say('El minuto', 'The minute'),
    say(
      'Un solo par para la tele y el móvil: eso es todo lo que hay que saber contar.',
      'One pair for TV and phone: that is all one has to tell.',
    ),
  ],
  question: say('¿Para qué sirven?', 'What are they for?'),
  right: say('Para la tele y el móvil', 'For TV and phone'),
  wrong: say('Para correr maratones', 'For running marathons'),
  ...{ gives: 'marketing', owner: 'leo', learn: ['sales'], completed: ['carla', 'diego'] },
}

/** Two trainings with a quiz, one of them with a gap, and a project that lives of training alone. */
export async function train(scene: Scene, now: Date): Promise<void> {
  const { locale, staff } = scene
  const departments = await departmentsByKey(scene)
  const at = new Date(now.getTime() - 28 * dayMs)
  for (const course of [watch, claims]) await teach(scene, departments, at, course)
  const { id } = await createProject(as(scene, 'leo', at), {
    name: { es: 'Todos sabemos contar los Buds Pro', en: 'Everybody can tell the Buds Pro' }[locale],
    purpose: {
      es: 'Sin reuniones ni listas: una formación de un minuto antes de la promoción.',
      en: 'No meetings, no lists: one minute of training before the promotion.',
    }[locale],
    departmentIds: [departments.marketing, departments.sales],
    owners: [{ departmentId: departments.marketing, memberId: staff.get('leo')!.id }],
    runsOn: { meetings: false, checklist: false, training: true },
    ...{ startsOn: dateIn(scene, at), endsOn: dateIn(scene, now, 20) },
  })
  await teach(scene, departments, new Date(now.getTime() - 9 * dayMs), buds, id)
}

async function teach(scene: Scene, departments: Keyed, at: Date, course: Course, projectId: string | null = null) {
  const { locale, staff } = scene
  const ctx = as(scene, course.owner, at)
  const { id } = await createTraining(ctx, {
    ...{ title: course.title[locale], topic: course.topic[locale], required: true, projectId },
    departmentId: departments[course.gives],
    departmentIds: course.learn.map((key) => departments[key]),
  })
  const [title, body] = course.material
  await addMaterial(ctx, id, { title: title[locale], body: body[locale] })
  await writeQuiz(ctx, id, {
    questions: [
      {
        ...{ id: 'q1', kind: 'single', text: course.question[locale], explanation: '' },
        options: [
          { id: 'a', text: course.wrong[locale], isRight: false },
          { id: 'b', text: course.right[locale], isRight: true },
        ],
      },
    ],
  })
  await publishTraining(ctx, id)
  const reason = { es: 'Sesión en la sala Turia', en: 'Session in the Turia room' }[locale]
  for (const [index, who] of course.completed.entries())
    await noteCompletion(as(scene, course.owner, new Date(at.getTime() + (2 + index) * 12 * 3_600_000)), id, {
      ...{ memberId: staff.get(who)!.id, reason },
    })
}
