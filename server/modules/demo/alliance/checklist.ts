import { createItem, verifyItem } from '#modules/information/public.ts'
import { as, type Scene } from '../catalogue.ts'
import { type DepartmentName, departmentsByKey, say, type Words } from './departments.ts'

type Item = {
  name: Words
  purpose: Words
  value: Words | null
  /** Who needs it, and who gives it. */
  between: readonly [DepartmentName, DepartmentName]
  owner: string
  every: number
  /** Days since its owner verified it; null: never. */
  verified: number | null
  mandatory?: boolean
  blocksLaunches?: boolean
}

const dayMs = 86_400_000
const age = 45

/** What the departments of Lumbre need of each other. The price list for companies is beyond its week: meetings wait for it. */
const items: readonly Item[] = [
  {
    name: say('Tarifa B2B', 'B2B price list'),
    purpose: say(
      'Que ninguna propuesta lleve un descuento que ya no existe',
      'No proposal carries a discount that is gone',
    ),
    value: say('5 % desde 20 unidades, 9 % desde 50, 12 % desde 100', '5% from 20 units, 9% from 50, 12% from 100'),
    ...{ between: ['marketing', 'sales'], owner: 'marta', every: 7, verified: 12, mandatory: true },
  },
  {
    name: say('Precios en vigor por canal', 'Prices in force by channel'),
    purpose: say('Que los anuncios digan lo que se cobra', 'Ads say what is charged'),
    value: say(
      'Los de la tarifa predeterminada, sin excepciones',
      'Those of the default price list, without exceptions',
    ),
    ...{
      between: ['marketing', 'sales'],
      owner: 'carla',
      every: 30,
      verified: 2,
      mandatory: true,
      blocksLaunches: true,
    },
  },
  {
    name: say('Entradas de stock de las próximas semanas', 'Deliveries of the coming weeks'),
    purpose: say('No promocionar lo que no llega', 'Not to promote what does not arrive'),
    value: say('Buds Pro: 400 pedidas, sin confirmar', 'Buds Pro: 400 ordered, not confirmed'),
    ...{ between: ['marketing', 'purchasing'], owner: 'pau', every: 7, verified: 3 },
  },
  {
    name: say('Objeciones que más se oyen', 'Objections heard most'),
    purpose: say('Responderlas en la web antes de que se digan', 'Answer them on the site before they are said'),
    value: say('«¿Valen para la tele y el móvil a la vez?»', '“Do they work with TV and phone at once?”'),
    ...{ between: ['marketing', 'sales'], owner: 'diego', every: 14, verified: 5 },
  },
  {
    name: say('Por qué se pierde', 'Why deals are lost'),
    purpose: say('Elegir a quién nos dirigimos', 'Choose whom we address'),
    value: say('Precio y plazo de instalación', 'Price and time of installation'),
    ...{ between: ['marketing', 'sales'], owner: 'lucia', every: 30, verified: 20 },
  },
  {
    name: say('Calendario de campañas', 'Calendar of campaigns'),
    purpose: say('Saber por qué llama quien llama', 'Know why people call'),
    value: say('Watch 2 en marcha; Buds Pro −30 % en preparación', 'Watch 2 running; Buds Pro −30 % being prepared'),
    ...{ between: ['sales', 'marketing'], owner: 'leo', every: 7, verified: 1, mandatory: true },
  },
  {
    name: say('Mensajes clave por producto', 'Key messages by product'),
    purpose: say('Decir lo mismo en el anuncio y en la llamada', 'Say the same in the ad and on the phone'),
    value: say('Clima: la factura baja desde el primer mes', 'Clima: the bill goes down from the first month'),
    ...{ between: ['sales', 'marketing'], owner: 'noa', every: 14, verified: 6 },
  },
  {
    name: say('Qué es un lead listo', 'What a ready lead is'),
    purpose: say('Que nadie llame antes de tiempo', 'Nobody calls too early'),
    value: say(
      'El que cumple el glosario: MQL o petición de contacto',
      'As the glossary says: MQL or request for contact',
    ),
    ...{ between: ['sales', 'marketing'], owner: 'ivan', every: 30, verified: 10, mandatory: true },
  },
  {
    name: say('Quejas que se repiten', 'Complaints that repeat'),
    purpose: say('No anunciar lo que decepciona', 'Not to advertise what disappoints'),
    value: say('Emparejar los Buds Pro con teles antiguas', 'Pairing the Buds Pro with old TVs'),
    ...{ between: ['marketing', 'service'], owner: 'rosa', every: 14, verified: 13 },
  },
  {
    name: say('Devoluciones y su motivo', 'Returns and their reason'),
    purpose: say('Corregir el texto que engaña', 'Correct the text that misleads'),
    value: say('Menos del 2 % en todas las familias', 'Under 2% in every family'),
    ...{ between: ['marketing', 'service'], owner: 'rosa', every: 30, verified: 9 },
  },
  {
    name: say('Plazos de envío', 'Delivery times'),
    purpose: say('Prometer lo que se cumple', 'Promise what is kept'),
    value: say('48 horas en península', '48 hours on the mainland'),
    ...{ between: ['sales', 'purchasing'], owner: 'pau', every: 7, verified: 9 },
  },
  {
    name: say('Argumentos sobre la garantía', 'What to say about the warranty'),
    purpose: say('Responder lo mismo que promete la web', 'Answer what the site promises'),
    value: null,
    ...{ between: ['service', 'marketing'], owner: 'noa', every: 30, verified: null },
  },
]

/** Asked for weeks ago, and verified by their owners since. */
export async function fillChecklist(scene: Scene, now: Date): Promise<void> {
  const { staff, locale } = scene
  const departments = await departmentsByKey(scene)
  const before = (days: number) => new Date(now.getTime() - days * dayMs)
  for (const {
    name,
    purpose,
    value,
    between,
    owner,
    every,
    verified,
    mandatory = false,
    blocksLaunches = false,
  } of items) {
    const [needs, gives] = between
    const asks = needs === 'marketing' ? 'ivan' : needs === 'sales' ? 'marta' : 'rosa'
    const { id } = await createItem(as(scene, asks, before(age)), {
      ...{ name: name[locale], purpose: purpose[locale], mandatory, blocksLaunches, intervalDays: every },
      ...{ requestedByDepartmentId: departments[needs], providedByDepartmentId: departments[gives] },
      ownerId: staff.get(owner)!.id,
      ...(value && { value: value[locale] }),
    })
    if (verified !== null) await verifyItem(as(scene, owner, before(verified)), id)
  }
}
